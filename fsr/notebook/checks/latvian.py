"""Latvian cue words; see `fsr.notebook.checks.cues`."""

PIECES = {
    "unit": "iekārt(a|as|ai|u|ā)|stacij(a|as|ai|ā)|robot(s|a|am)|līnij(a|as|ai|ā)|sūkn(is|a|im)|telp(a|as|ā)|"
            "ass|mašīn(a|as|ai|u)|vārst(s|a)|motor(s|a)|kamer(a|as|ā)|ports?|modul(is|ī)|automašīn(a|as|ai|"
            "u)|ēk(a|as|ā)|stāv(s|ā)",
    "part": "robot~|sūkn~|motor~|vārst~|sensor~|devēj~|kamer~|ekrān~|kabel~|filtr~|gultn~|blīv~|durv~|log(s|"
            "a|u|i)|jumt~|bampe?r~|dzinēj~|lamp~|spiedien~",
    "month": "janvār~|februār~|mart(s|a|ā)|aprīl~|maij(s|a|ā)|jūnij~|jūlij~|august~|septembr~|oktobr~|"
             "novembr~|decembr~",
    "day": "pirmdien~|otrdien~|trešdien~|ceturtdien~|piektdien~|sestdien~|svētdien~",
    "things": "iekārt~|gabal~|reiz~|klient~|telp~|partij~|plat~|vienīb~|automašīn~|cilvēk~|durv~|log(i|iem|us)",
    "period": "maiņ~|stund~|dien~|nedēļ~|mēnes~|minūt~|sekund~|reiz~|partij~|palaid~",
}

NEGATION = "nav|bez|neviena|nekād(a|as|u)"
UNDONE = "nav|netika|jābūt|tiks"

CUES = {
    "what": ("""
        nedarbojas | nestrādā | neiedegas | neieslēdzas | nereaģē | neatveras | neaizveras | nestartē | nesasniedz
        apst(ājas|ājās|ājušies) | izslēdz(as|ās) | pārtrauc | bojāt~ | bojājum~ | kļūd(a|as|u) | kļūm(e|es|i)
        trok(snis|šņo|sni) | sūc(e|as|es)? | noplūd~ | tek | vibrē~ | pārkar(st|sis|sa) | iestrēg~ | salūz~
        saplīs~ | plīs(a|is|usi) | trauksm(e|es|i) | mirgo | izplūdis | izplūdu(ši|si) | nozagt~ | sadursm~
        avārij~ | applūd~ | ievainot~ | atteikt~
        """, "problēm~ | dīvain~ | lēn(s|i|āk) | sūdz(as|ējās|ību)"),
    "where": (r"""
        (<unit>) (nr\.?|numur~)? ?#?\d[\w/-]* | \d+\. (<unit>) | (<unit>) [b-hj-z]
        (augšēj|apakšēj|kreis|lab|priekšēj|aizmugurēj)(ais|ā|ās|o|ajā|ajai|ajam) (<part>)
        """, "<part>"),
    "size": (r"""
        \d+ no \d+ | no \d+ \d+
        (vis(as|i|ās|os|iem)|tikai|ab(as|i|ās|os)|puse|neviena cita) (\d+ )?(\w+ )?(<things>)
        \d+ (iekārt|gabal|telp|cilvēk|automašīn|klient|stund|minūt)~ | \d+([.,]\d+)? ?(%|procent~)
        \d[\d., ]{0,14} ?(eur|€|eiro)
        """, "dažas | vairāk(as|i|iem) | daudz~"),
    "when": (r"""
        kopš \w+ | vakar | šodien | šorīt | šonakt | pagājuš~ (nedēļ|mēnes|nakt|gad)~
        pirms \d+ (dien|nedēļ|mēnes|stund)~ | \d{1,2}\. ?(<month>) | \d{1,2}\.\d{1,2}\.(\d{2,4})? | (<day>)
        plkst\.? ?\d+ | pēc \w+ (maiņas|remonta|apkopes|nomaiņas)
        """, "nesen | tagad | sāk(ās|as) | pēdējā laikā"),
    "often": (r"""
        \d+( līdz \d+)? reiz~ | (katr(u|ā|as|o)|ik(katru)?) (<period>) | ik (pēc|pa) \d+
        (reizi|divreiz|trīsreiz|vienreiz)( \w+)? | (dienā|stundā|maiņā|nedēļā|mēnesī) | vienmēr | pastāvīgi
        nepārtraukti | pirmo reizi
        """, """
        dažreiz | reizēm | bieži | reti | periodiski | ik pa laikam | laiku pa laikam
        """),
    "event": ("sadursm~ | avārij~ | nozagt~ | zādzīb~ | ugunsgrēk~ | vētr~ | applūd~", ""),
    "actions": (r"""
        (no|iz|pār|ie|at|uz|sa|pie|ap)?(mainīj|pārbaudīj|mērīj|tīrīj|skrūvēj|regulēj|kalibrēj|stādīj|ņēm|slēdz|\
        labo)~
        (nomainī|pārbaudī|izmērī|notīrī|iztīrī|noregulē|pievilk|uzstādī|atjauninā|pārstartē|saremontē|salabo|\
        demontē|konstatē|pasūtī|piezvanī|nosūtī|eļļo|ieeļļo|atvienoj|pievienoj|izskaloj|apskatī|novēroj)(ts|ta|ti|\
        tas|ju|jām|ja|u|ām|a) | atrad(u|ām|a) | veic(u|ām|a|ts|ta)
        """, "nomaiņa | pārbaude | remonts | apkope"),
    "readings": (r"""
        norm(a|as|ā) robežās | rādījum~ | kļūdas? kods? ?\d+ | trauksme ?\d+
        (?<![\w.-])[-+]?\d+([.,]\d+)? ?(bāri|apgr\.?/min|grādi~)
        """, "mērījum~ | žurnāl~ | signāl~"),
    "parts": (r"""
        detaļas? (nr\.?|numurs) ?:? ?[\w./-]*\d[\w./-]* | rezerves daļas? (netika|nav) \w+ | bez rezerves daļām
        """, "detaļ~ | rezerves daļ~"),
    "used": ("""
        nomainī(ts|ta|ti|tas|ju|jām|ja) | uzstādī(ts|ta|ju|jām|ja) | pasūtī(ts|ta|ju|jām|ja)
        """, ""),
    "cause": ("""
        (cēlonis|iemesls|vaina) ?(:|–|-|ir|bija)(?! nezinām~)(?! nav) | izraisīj(a|is) | nodil(is|usi|uši|ušas)
        saplīs(is|usi) | (bija|ir) (bojāt|valīg|vaļīg|netīr|aizsērēj|pārdeg)~ | aizsērēj~ | pārdeg(is|usi)
        īssavienojum~ | korozij~ | sarūsēj~
        """, "dēļ | iespējams | bojāts | bojāta | vaļīg~"),
    "unknown": (r"""
        (cēlonis|iemesls)( \w+)? nezinām~ | (cēlonis|iemesls) nav (zināms|atrasts|noskaidrots) | neizdevās atkārtot
        """, ""),
    "result": ("""
        darbojas | strādā | bez (kļūdām|trauksmēm|noplūdes|trokšņa|traucējumiem|izmaiņām) | viss kārtībā | kārtībā
        rezultāts ?: | joprojām | nav (mainījies|noplūdes|kļūdu|trokšņa) | nodots ekspluatācijā | pieņem(ts|ta)
        """, "pārbaudīts | tests? | testēt~"),
    "next": (r"""
        jā(pasūta|nomaina|pārbauda|turpina|atgriežas|saskaņo|veic) | nākam(ais|ā|o|reiz)~ | turpinās(im|ies)?
        gaid(a|ām|u) | piegād~ | pasūtī~ | nodots~ | plānot~ | atkārtot(s|a) vizīt~ | ieteik~ | atgriezīš~
        tiks \w+
        """, "rīt | vēlāk | novērot"),
    "helped": ("""
        nomainī~ | notīrī~ | iztīrī~ | noregulē~ | pievilk~ | uzstādī~ | saremontē~ | salabo~ | pārstartē~
        izskalo~ | atjauninā~
        """, ""),
    "good": ("""
        darbojas | strādā | bez (kļūdām|trauksmēm|noplūdes|trokšņa) | kārtībā | nav (noplūdes|kļūdu|trokšņa)
        pieņem(ts|ta)
        """, ""),
    "bad": ("joprojām | nav mainījies | bez izmaiņām | nepalīdzēja", ""),
    "maintenance": (r"""
        (plānot|ikgadēj|regulār|kārtēj)\w+ (tehnisk\w+ )?(apkop|pārbaud)~ | tehniskā apkope
        """, ""),
    "emotional": ("""
        katastrof~ | briesmīg~ | šausmīg~ | bezcerīg~ | nevienam neinteresē | dusmīg~ | idiot~ | stulb~ | kauns
        murgs
        """, ""),
    "unfounded": ("""
        manuprāt | laikam | droši vien | šķiet | varbūt | acīmredzot | protams | man liekas
        """, ""),
}
