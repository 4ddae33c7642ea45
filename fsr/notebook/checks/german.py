"""A few German cue words, for notes that quote a German customer; see `fsr.notebook.checks.cues`."""

PIECES = {
    "month": "jan(uar)?|feb(ruar)?|märz|apr(il)?|mai|juni?|juli?|aug(ust)?|sept?(ember)?|okt(ober)?|"
             "nov(ember)?|dez(ember)?",
    "part": "bildschirm|pumpe|motor|kabel|stecker|sensor|kamera|ventil|roboter|arm|achse|filter|lüfter|tür",
}

NEGATION = "keine?|ohne|nicht|nie"
UNDONE = "nicht|muss|wird"

CUES = {
    "what": (r"""
        flackert | (funktioniert|startet|läuft|geht|reagiert|öffnet|schließt)( \w+)? nicht | fehler~ | störung~
        alarm | ausfall | undicht | leckt | klemmt | defekt | steht still | bleibt stehen | geräusch~ | überhitzt
        bricht ab | stürzt ab
        """, "problem~"),
    "where": (r"""
        (anlage|maschine|linie|achse|pumpe|raum|station|gerät) (nr\.? ?)?\d[\w/-]*
        """, "<part>"),
    "size": (r"\d+ von \d+ | (alle|beide|nur) (?!\d)\w+ | \d+([.,]\d+)? ?prozent", "einige | mehrere | viele"),
    "when": (r"""
        (seit|am|ab) (dem )?\d{1,2}\. ?(<month>|\d{1,2})\.? | seit (gestern|heute|montag|letzter woche|wochen|tagen)
        gestern | heute | letzte[rn]? (woche|nacht|schicht)
        """, "seit | kürzlich"),
    "often": (r"""
        alle \d+ ?[-–]? ?\d* ?(s|sek|min|minuten|stunden|tage) | \d+ ?mal | jede[nrs]? \w+ | immer | ständig
        dauernd | täglich | pro (schicht|tag|stunde|woche)
        """, "manchmal | oft | selten | gelegentlich"),
    "actions": (r"""
        (ausgetauscht|ersetzt|gewechselt|gereinigt|geprüft|gemessen|eingestellt|repariert|neu gestartet|getestet|\
        nachgezogen|bestellt|eingebaut|kontrolliert|gefunden)
        """, ""),
    "used": ("ausgetauscht | ersetzt | gewechselt | eingebaut | bestellt", ""),
    "cause": ("""
        ursache ?(:|war|ist)(?! unbekannt) | verschlissen | kurzschluss | verstopft
        lose[rs]? (stecker|kabel|kontakt)
        """, "wegen | defekt"),
    "unknown": ("ursache (ist |war )?(unbekannt|unklar)", ""),
    "result": (r"""
        läuft( wieder)? | ohne (fehler|alarm|befund) | kein(e)? (fehler|alarm|flackern|leck)~ | in ordnung | i\.o\.
        ergebnis ?: | keine änderung | weiterhin
        """, "getestet"),
    "next": (r"""
        nächste[rs]? (schritt|besuch|termin) | wird \w+ | offen | bestellt | übergeben | abgenommen
        """, "morgen | später"),
    "helped": ("""
        ausgetauscht | ersetzt | gewechselt | gereinigt | repariert | nachgezogen | neu gestartet | eingestellt
        """, ""),
    "good": ("""
        läuft wieder | ohne (fehler|alarm|befund) | kein(e)? (fehler|alarm|flackern|leck)~ | in ordnung | abgenommen
        """, ""),
    "bad": ("keine änderung | weiterhin | immer noch", ""),
    "maintenance": ("(planmäßige|jährliche|regelmäßige) (wartung|inspektion)", ""),
    "emotional": ("""
        katastrophe | unverschämt~ | furchtbar | schrecklich | hoffnungslos | unfähig | wütend | saftladen
        """, ""),
    "unfounded": ("""
        vermutlich | wahrscheinlich | ich glaube | ich denke | anscheinend | vielleicht | natürlich
        """, ""),
}
