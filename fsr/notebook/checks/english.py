"""English cue words, with the shorthand of the shop floor ("REPL PUMP SEAL, TESTED OK") and of claims desks.

How cues are written is told in `fsr.notebook.checks.cues`, what their names stand for in `fsr.notebook.checks.rules`.
"""

PIECES = {
    "not": "(does|do|did|will|would|can|could|is|are|was|were|has|have)( not|n['’]?t)|cannot|wo(n['’]?t)|"
           "unable to|fail(s|ed)? to|no longer",
    "unit": "tool|unit|machine|line|pump|robot|axis|stage|port|bay|chamber|module|station|rack|room|floor|"
            "building|hall|cell|camera|panel|board|valve|motor|press|oven|mixer|conveyor|arm|server|printer|"
            "scanner|sensor|engine|vehicle|asset|ward|site|gate|door|lift|elevator|compressor|boiler|chiller|"
            "tank|channel|slot|zone|section|branch|apartment|flat|house|truck|van|plate|policy",
    "part": "robot|arm|stage|lamp|pump|motor|valve|sensor|camera|screen|display|monitor|board|cable|plug|"
            "filter|fan|belt|bearing|seal|gearbox|engine|brake|door|window|roof|wall|bumper|windscreen|chuck|"
            "chamber|coolant|hydraulics?|printer|scanner|server|network|controller|laser|heater|compressor|"
            "conveyor|spindle|axis|images?",
    "month": "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|"
             "nov(ember)?|dec(ember)?",
    "day": "(mon|tues?|wednes|thurs?|fri|satur|sun)day",
    "count": r"\d+([.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "things": "(tool|unit|machine|wafer|lot|part|piece|attempt|start|user|customer|person|passenger|vehicle|"
              "car|room|site|station|device|sample|order|ticket|window|door|apartment|pump|lamp|robot)s?|"
              "people|pcs",
    "period": "(shift|hour|hr|day|week|wk|month|year|minute|min|second|lot|batch|cycle|run|start|night|morning|"
              "trip)s?",
    "trouble": "alarms?|errors?|drops?|stops?|flicker~|faults?|leaks?|trips?|failures?|noise|issues?|problems?|"
               "defects?|rejects?|vibrations?|recurrence|complaints?",
    "defect": "chafed|worn|broken|loose|open|short(ed)?|bent|cracked|plugged|clogged|blocked|dirty|corroded|"
              "burnt|burned|faulty|defective|leaking|damaged|missing|contaminated|wrong|disconnected|dead|"
              "empty|seized|misaligned|stuck",
}

NEGATION = r"no|not|without|without an?|never|zero|0|no \w+ (?:was|were|is|are)"
UNDONE = "be|not|never|yet|not been|gets?|getting|if"

CUES = {
    "what": (r"""
        (<not>) (?!affected|sure|know|think|care)\w+
        no (power|start|flow|signal|picture|image|display|heat|vacuum|pressure|output|response|sound|comms?)
        (lo|low|hi|high) (\w+ )?(flow|pressure|press|temp|temperature|level|vacuum|voltage|oil|yield|compression|\
        speed|power) | nothing happens | stays (in|on|off|at|dark|closed|open) | ha(s|d|ve) to be re\w+
        hit (by|from|a|the) | u/s | stop(s|ped|ping)? | (shuts?|shutting)[ -]?(down|dn|off) | trip(s|ped|ping)?
        fail(s|ed|ing|ures?)? | crash(es|ed|ing)? | hangs? | hung | freez(es?|ing) | frozen? | leak(s|ed|ing|age)?
        smok(es?|ing) | burn(s|t|ing)? | overheat(s|ed|ing)? | vibrat(es?|ing|ion) | nois(e|es|y) | grinding
        rattl(es?|ing) | squeal(s|ing)? | knocking | flicker(s|ed|ing)? | blur(s|red|ry) | drift(s|ed|ing)?
        jam(s|med|ming)? | stuck | sticks | slip(s|ped|ping)? | drop(s|ped) | loses | lost | broken?(?! down by)
        breaks | crack(s|ed)? | bent | errors? | err | alarms? | (?<!own\s)faults? | abort(s|ed)? | time-?outs?
        times out | inop(erative)? | dead | missing | wrong | reject(s|ed) | scratch(es|ed)? | unstable
        runs? rough | sparks? | trembl(es|ing) | stall(s|ed) | beep(s|ing) | reboots | collision | collided
        accident | stolen | theft | flood(ed)? | water damage | damag(e|es|ed) | injur(y|ies|ed) | denied | refused
        delayed | unpaid | in pain | defect(s|ive)?
        """, """
        problem | issue | trouble | complain(s|ed) | slow(er|ly)? | strange | odd | unusual
        """),
    "where": (r"""
        (<unit>)s? ?(no\.?|nr\.?|#|number|id)? ?[:#]? ?(?=[\w/-]*\d)[a-z]{0,4}[-/]?\d[\w/-]*
        (axis|port|chamber|bay|unit|line|channel|slot|zone|section) [b-hj-z]
        [b-hj-z][ -](axis|stage|robot|port|chamber|motor|arm|bay)
        (upper|lower|left|right|front|rear|back|inner|outer|main|first|second|third|driver['’]?s?|n/s|\
        o/s) (\w+ )?(<part>) | #\d+ \w+ | \w+ #\d+ | s/?n[ :#]*\w*\d\w* | serial (no\.?|number)
        (at|on|corner of) \w+ (street|road|avenue)
        """, "<part>"),
    "size": (r"""
        \d+ (to \d+ )?(out )?of (\w+ )?(\d+|all) | \d+ ?/ ?\d+ (<things>)
        \d+([.,]\d+)? ?(%|percent|per cent) (of|less|lower|fewer|down|loss|yield|rejects?)
        (down|loss|drop) (of|by) \d+ ?%
        (only|just|all|both|no other|none of the|the (whole|entire)|half of|most of the) (the )?(\d+ )?(<things>|\
        recipes|<unit>s?) | (?<!\bin\s)(?<!per\s)(<count>) (<things>)(?! of (run|use))
        \d+ ?(min|minutes|h|hrs?|hours?)( of)? (lost|down(time)?|delay)
        (production|line|tool) (is |was )?(down|blocked) | [€$£] ?\d[\d.,]{0,14} | \d[\d., ]{0,14} ?(eur|usd|gbp)
        """, r"""
        (some|several|many|few|a lot of|most|various) \w+ | throughput | yield | production | \d+ ?(%|percent)
        """),
    "when": (r"""
        \d{1,2}(st|nd|rd|th)?((,? and |, ?| ?[-–] ?)\d{1,2}){0,6} (of )?(<month>) | (<month>)\.? \d{1,2}
        \d{4}-\d\d-\d\d | \d{1,2}[./]\d{1,2}[./]\d{2,4} | \d{1,2}:\d\d | at \d{1,2}\.\d\d | yesterday | today
        tonight | overnight | this (morning|afternoon|week|month)
        (last|past|previous) (\d+ )?(night|week|wk|month|mo|year|yr|shift|<day>|weekend|days|weeks|hours|hrs)
        (since|from|as of|on|until) (last |the )?(<day>|weekend|<month>|installation|start-?up)
        (\d+|two|three|four|five|six) (days?|weeks?|wks?|months?|hours?|hrs?|minutes) ago
        for (the (last|past) )?(\d+|two|three|four|several) (days|weeks|wks|months|hours|hrs|shifts)
        (since|after) (the |a |an |its |our )?(\w+ ){0,2}(move|change|update|upgrade|install(ation)?|repair|\
        service|maintenance|pm|power (cut|failure)|storm|restart|reboot|replacement|relocation)
        """, r"""
        since | recently | lately | started | began | during | aft(er|r) \d+ ?(min|hrs?|h)
        """),
    "often": (r"""
        (<count>) ?((to|or|[-–]) ?(<count>) ?)?(times|x) | (?<!at\s)once(?! (it|the|we|you|i|he|they|a|all|this|is))
        twice | only once | first time | never before | one-?off
        (every|each) (\d+ |few |other |single )?(time|<period>|<day>|attempt|recipe|job|wafer)
        (per|a|an) (shift|hour|hr|day|week|wk|month|lot|batch|cycle) | \d+ (to \d+ )?(out )?(of|in) \d+
        \d+ ?/ ?(shift|hour|hr|h|day|week) | all the time | (?<!as\s)always | constant(ly)? | continuous(ly)?
        permanent(ly)? | hourly | daily | weekly | monthly | nightly | non-?stop
        """, """
        intermittent(ly)? | sometimes | occasional(ly)? | often | frequent(ly)? | rarely | sporadic(ally)?
        repeated(ly)? | random(ly)? | now and then | from time to time | same last
        """),
    "event": ("""
        accident | collision | collided | theft | stolen | burglary | fire | storm | flood(ed)? | fell
        hit (by|from|a|the)
        """, ""),
    "actions": (r"""
        (re-?)?(plac|chang|swapp|exchang|check|inspect|measur|test|clean|flush|fill|seat|adjust|tighten|torqu|\
        align|calibrat|install|remov|repair|wir|solder|weld|lubricat|greas|updat|upgrad|rout|level|load|programm|\
        build|mount|connect|pair|order|visit|interview|review|request|inform|confirm|verifi|watch|observ|monitor|\
        perform|assembl|dismantl|disassembl|drain|secur|isolat|photograph|assess|estimat|approv|submitt|forward|\
        escalat|notifi|call|email|explain|advis|arrang|collect|trac|tension|lock)ed
        (re-?)?(taught|set|ran|sent|took|found|paid|met|spoke|went|cut|bled|built|swept|cycled|wrote|rang)
        plugged in | re-?(boot|start)ed | left (a )?message | looked (at|into) | replacing | replacement of
        ck['’]?d | ckd | chkd | clnd | repl(['’]?d|cd)? | rplcd? | rpl['’]?d | r ?& ?r | r/r | insp(['’]?d)?
        adj(['’]?d|std)? | tst['’]?d | tstd | inst(ld|['’]?d) | rmvd? | rem['’]?d | rst | lubed | tghtnd | svcd
        srvcd | cal['’]?d | rprd | flshd
        """, """
        (replac|check|clean|test|adjust|repair|measur|inspect)(e|ing)? | work done
        """),
    "readings": (r"""
        (?<![\w.-])[-+±]?\d+([.,]\d+)?( ?(to|[-–]) ?\d+([.,]\d+)?)? ?(%|°[cf]?|deg(rees)?|[mkµu]?v(olts?|dc|ac)?|\
        [mkµ]?a(mps?)?|k?w|[km]?ohms?|k?ω|k?hz|rpm|m?bar|[mkh]?pa(/min)?|psi|l/min|lpm|gpm|cfm|mm(/s)?|cm|[µu]m|nm|\
        m/s|kg|n·m|ft-?lbs?|db|ppm|torr|cycles|starts|wafers|lots|passes|mbps|lit(re|er)s?|lux|km|mph|km/h)
        (alarm|error|fault|code|err|dtc)s?( (no\.?|code|number))? ?[:#]? ?[a-z]{0,3}-?\d+
        (with)?in (limits?|spec(ification)?s?|tolerance) | out of (spec|tolerance|range) | readings? | spec\.? \d
        nominal | \d+ of \d+ | [€$£] ?\d[\d.,]{0,14} | \d[\d., ]{0,14} ?(eur|usd|gbp)
        """, r"""
        logs? | scope | noisy | signal | diagnostics? | meter | measurement | self-?test | \d+ ?(min|h|hrs?|s|sec)
        """),
    "parts": (r"""
        (p/?n|part( (no\.?|num(ber)?))?)[ :#]+(?=[\w./-]*\d)[\w./-]+
        no (spare )?parts? (used|needed|required|replaced|consumed) | without (spare )?parts
        """, "parts? | spares? | kit"),
    "used": ("""
        (re)?plac(ed|ing) | replacement (installed|fitted) | exchanged | installed | fitted | ordered
        repl(['’]?d|cd)? | rplcd? | rpl['’]?d | r ?& ?r | r/r | inst(ld|['’]?d) | xchg['’]?d
        """, ""),
    "cause": (r"""
        root cause(?! (is |was |still )*(unknown|not|unclear|open)) | caused by | due to | traced (back )?to
        explained by | (cause|fault|reason) ?: | turned out | resulted from
        found (?!no\b|nothing\b|ok\b)([\w/-]+ ){0,9}(<defect>) | chafed | worn( out)? | plugged (w/|with|by)
        clogged | corroded | shorted | short circuit(ed)? | seized | misaligned | contaminated | burnt out
        defective | faulty | perished | frayed | pinched | blown fuse | fuse blown
        bad (ground|board|sensor|cable|seal|bearing|contact|connection|relay|fuse)
        loose (\w+ ){0,2}(plug|cable|connector|screw|bolt|contact|wire|connection|fitting|nut)
        """, """
        because | suspect(ed)? | broken | cracked | loose | leaking | damaged | bent | dirty | plugged | explains
        """),
    "unknown": (r"""
        (root )?(cause|reason|fault)s? (is |was |still |remains )*(unknown|unclear|not (found|known|clear|\
        identified)|open) | no fault found | nff | no trouble found | ntf | cnd | could not (be )?reproduced?
        cannot reproduce | no cause (was )?found
        """, ""),
    "result": (r"""
        ok(ay)? | (no|without( an?y?)?|zero|0) (further |more |other |new )*(<trouble>|change|improvement)
        same (result|fault|error|alarm|behaviou?r|problem) | (did|does) not help | helped
        still (\w+s|fails|the same|not|no|leaking|there|present) | works( (again|fine|now|well|normally|as))?
        back (in|to) (service|production|operation|work) | (rtn|returned|released|handed) (over|back|to) | rts
        now \d[\d.,]{0,14} | accepted | pass(ed|es) | (with)?in (limits?|spec(ification)?s?|tolerance) | verified
        results? ?: | good (at this time|now) | normal(ly)? | resolved | fixed | (checks?|ck) good | is fine
        agreed | settled | no answer
        """, """
        test(ed)? | tstd | running | ran | cycled | monitor~ | observ~ | confirmed
        """),
    "next": (r"""
        to[- ]?do | next (step|visit|action|maintenance|service|week|month|shift|day|time) | follow(ing)?[- ]?up
        (will|shall|going to) (be |come |have to )?\w+ | pending | awaiting | waiting (for|on) | on order
        (back-?)?ordered | delivery | eta | due | scheduled | planned | deadline | appointment
        (needs?|has|have) to be | must be | needs? \w+ing | recommend(ed|ation|s)? | open (items?|points?|actions?)
        return visit | no further (action|work|visit)s? | owner ?: | nothing (left )?open | case closed
        handed (over|back) | released | (rtn|returned) to (svc|service|production) | rts | accepted
        back (in|to) (service|production)
        """, "tomorrow | later | continue | keep | monitor | observe | if (it|the)"),
    "helped": (r"""
        (re-?)?(plac|pair|clean|seat|tighten|adjust|flush|rout|calibrat|solder|chang|exchang|connect|align|wir|\
        swapp|lubricat|greas|torqu|install|fill|fitt|drain)ed | re-?(boot|start)ed | updated | upgraded | removed
        secured | bled | reset | rebuilt | clnd | repl(['’]?d|cd)? | rplcd? | rpl['’]?d | r ?& ?r | r/r
        adj(['’]?d|std)? | inst(ld|['’]?d) | rst | lubed | tghtnd | rprd
        """, ""),
    "good": ("""
        ok(ay)? | (no|without( an?y?)?|zero) (further |more |other )*(<trouble>) | handed over | released | rts
        accepted | (rtn|returned) to (svc|service|production) | back (in|to) (service|production)
        works (again|fine|now|well|normally) | pass(ed|es) | (checks?|ck) good | resolved | problem (solved|gone)
        normal
        """, ""),
    "bad": (r"""
        no (change|improvement|luck) | same (result|fault|error|alarm|behaviou?r|problem) | (did|does) not help
        still \w+s | still (fails|the same|not|leaking|there|present) | came back | (fault )?(remains|persists)
        without success
        """, ""),
    "maintenance": (r"""
        (scheduled|preventi(ve|ative)|planned|routine|annual|yearly|monthly|six-month|half-year(ly)?|\
        quarterly) ([\w-]+ )?(maintenance|service|inspection|pm|check)
        (maintenance|service|inspection) (according to|as per|per)
        """, ""),
    "emotional": ("""
        disaster | hopeless | (nobody|no one) cares | angry | furious | stupid | idiots? | moron~ | terrible
        horrible | awful | crap(py)? | garbage | junk | rubbish | useless | worthless | ridiculous | a joke
        unacceptable | hate[sd]? | sick of | fed up | you people | incompetent | lazy | pathetic | scandal(ous)?
        shame(ful)? | damn | bloody | nightmare | a (hundred|thousand|million) times | as usual | as always
        unhappy | pissed
        """, ""),
    "unfounded": ("""
        i (also )?(think|guess|believe|suppose|assume|feel) | probably | maybe | perhaps | presumably | apparently
        obviously | (must be |clearly )?their (own )?fault | every(body|one) knows | of course | i bet
        somebody must have | seems? like (they|he|she|somebody|nobody)
        """, ""),
}
