"""The forms in which English asks for something, arranges it, or names what is ahead.

Who speaks and how decides more than which verb it is: what "I" or "we" will do is a plan whatever it is, what "he"
will do may be a forecast and needs a verb of doing. A verb of being, of failing or of effort makes no step.
"""

from __future__ import annotations

import re

from sharewell.language.forms import Forms

_PLAIN_FORMS = (
    "add allow answer approach arrange ask assess attach attempt attend begin block borrow break bring build "
    "call cancel carry change check choose circle cite clean collect colour color combine come compare "
    "complete consider consult contact continue convert copy correct count cover create cut decide define "
    "describe design discuss divide do draft draw edit email encourage enrol ensure enter estimate explain "
    "explore fill find finish fix focus follow get give go group hand help highlight hold identify include "
    "invite join jot keep label learn leave let link list listen log look make mark match measure meet "
    "mention mix model monitor move name note number observe offer open order organise organize outline pack "
    "paint pair paste pause phone pick plan play point post practice practise prepare present print "
    "proofread provide pull push put quote raise read record reassess reconsider redo refactor refer "
    "rehearse remember remind remove rename repeat rephrase replace reply report reread research resubmit "
    "retake retry retest return review revise revisit rewrite ring rotate round rule run save schedule see "
    "seek select send separate set share shorten show sign simplify sing sit sketch skip slow solve sort "
    "speak spell split stand start state stay step stick stop strengthen study submit suggest summarise "
    "summarize support swap switch take talk teach tell test tidy time trace transfer translate trim try "
    "tune turn type underline update upload use vary visit wait walk wash watch weigh wipe work write"
)
_VERBS = "|".join(_PLAIN_FORMS.split())
# What "he", "she" or "they" will or can do and is a deed, no forecast and no gift.
_DEEDS = (
    r"(?:practi[cs]e|work|meet|review|re(?:try|do|take|submit|vise|visit|write|peat|port|cord|ceive|read|sit|try|turn)|try"
    r"|use|focus|add|begin|start|attend|bring|send|call|ring|email|write|read|complete|finish|hand|submit|present"
    r"|check|visit|share|sit|hold|book|ask|plan|discuss|support|continue|set|prepare|compare|include|join|open|swap"
    r"|draw|draft|choose|borrow|spend|choose|explain|lead|serve|build|collect|keep\s+an?|see\s+(?:the|a)"
    r"|look\s+at|go\s+(?:over|through|back|to)|move\s+(?:on|to)|come\s+(?:to|in|back|and|along))\b"
    r"(?!\s+(?:in\s+your\s+face|in\s+a|for\s+nothing|themsel|(?:when|if)\s+(?:he|she|they|it)|better|nothing))"
)
_ADVERBS = (
    r"(?:(?:now|also|then|next|first|instead|again|soon|maybe|perhaps|please|each|both|all|\w+ly)\s+){0,2}"
)
# What no one does as a step: what someone is, comes to, fails at, thinks, or how hard they try.
_NO_DEED = (
    r"(?!(?:never|not|always|barely|hardly|only|even|ever|be|been|have|fail|struggle|say|admit|know|think|feel|expect"
    r"|tank|flunk|flop|bomb|crash|drown|wreck|embarrass|disappoint|quit|crumble|matter|blame|wonder|live|amount|end|remain|become|care|suffer|lose|regret|fall|slip|sink|drop|drag|ruin|cost"
    r"|cope|survive|want|need|hear|behave|obey|accept|reali[sz]e|understand|face|grow\s+up|shape\s+up|wake\s+up"
    r"|give\s+up|go\s+(?:wrong|on|nowhere)|get\s+(?:nowhere|worse|away|it|a\s+grip)|find\s+out|make\s+(?:it|nothing)"
    r"|do\s+(?:better|nothing|well(?!\s+to)|badly|worse|as)|keep\s+(?:on|\w+ing)|continue\s+to\s+(?:be|fail|fall)"
    r"|see\s+that|an?|the|his|her|their|my|our|your|he|she|they|you|no)\b)"
)
_DEED = rf"{_ADVERBS}{_NO_DEED}[^\W\d_]{{2,}}"
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|tomorrow|half[\s-]term|easter|christmas"
)
_TIME = (  # an hour or a day in figures; "by 6.2 points" is none
    rf"\d{{1,2}}(?::\d\d|(?:[.:]\d\d)?\s?(?:[ap]\.?m|o['’]clock)|st|nd|rd|th|/\d{{1,2}}|\s+(?:of\s+)?(?:{_DAY}))"
)
_ARRANGED = (
    r"(?:planned|booked|scheduled|arranged|due|agreed|recommended|advised|requested|required|postponed|pending"
    r"|assigned|proposed|suggested|allowed|referred|invited|organi[sz]ed|reserved|appointed|set|fixed"
    r"|expected(?!\s+(?:to\s+fail|of\b)))"
)
_NOT_OF_OTHERS = "".join(  # what a group, nobody or nothing will do is a forecast
    rf"(?<!\b{who} )(?<!\b{who}['’])"
    for who in ["he", "she", "they", "you", "it", "who", "that", "nobody", "nothing", "one"]
)
_NOUNS_AHEAD = (  # what a plan is named by, and the words that such a name begins with
    r"(?:goal|target|plan|aim|idea|suggestion|advice|proposal|recommendation|priority|task|job|challenge|next(?:\s+\w+)?"
    r"|first\s+\w+|step|focus|homework|action|follow-up|tip|remedy|strategy|intervention|to\s+do|way\s+forward"
    r"|thing\s+to\s+\w+(?:\s+(?:on|at\s+home|next))?)"
)
_BEGIN_NOUNS_AHEAD = (
    "goal target plan aim idea suggestion advice proposal recommendation priority task job challenge next first step "
    "focus homework action follow tip remedy strategy intervention to way thing"
)
ASKED = Forms(
    (
        # A duty, whose verb may be any; not what is said of a kind ("who have to").
        ("should must shall", rf"\w+\s+{_DEED}"),
        ("ought need needs", rf"\w+\s+to\s+{_DEED}"),
        ("has have", rf"(?<!who )(?<!that )(?<!which )\w+\s+to\s+{_DEED}"),
        ("had d", rf"\w+\s+(?:better|best)\s+{_DEED}"),
        # The future: a plan of the writer's or of somebody named, or the deed of those who are written of.
        ("will ll", rf"(?<=[\s'’]){_NOT_OF_OTHERS}\w+\s+{_DEED}"),
        (
            "will ll",
            rf"\w+\s+{_ADVERBS}(?:{_DEEDS}|(?!(?:go|get|stop|look|make|do|leave|let|stand|stay|cut|run|change|turn"
            r"|pull|push|keep|take|tell|walk|carry|talk|play|break|give|copy|slow|wait|block|skip|mix|label|follow|cover"
            rf"|fill|save|say|see)\b)(?:re-?)?(?:{_VERBS})\b(?!\s+(?:in\s+your\s+face|in\s+a|for\s+nothing|themsel)))",
        ),
        (
            "can may could might",
            rf"\w+\s+{_ADVERBS}(?!work\b|write\b|read\b|sit\b|focus\b|finish\b|see\b|build\b){_DEEDS}",
        ),
        ("may might could will ll", r"\w+\s+(?:\w+\s+)?(?:want|like|wish)\s+to\b"),
        ("could", r"\w+\s+do\s+with\b"),
        ("what", r"\w+\s+(?:he|she|they|you)\s+needs?\s+(?:now|next|most|first)?\s*is\b"),
        (
            "there",
            r"\w+(?:['’]s|\s+is|\s+are)\s+(?:[\w’']+\s+){1,2}(?:place|seat|spot|slot|chance|session|club|workshop|clinic"
            r"|course|copy|box|set|group)s?\s+(?:for|on|at|in|waiting|ready)\b",
        ),
        (
            "would may might could should",
            r"\w+\s+(?:\w+\s+)?(?:help|benefit\s+from|do\s+well\s+to|suit"
            r"|be\s+(?:good|better(?!\s+off)|best|useful|worth\w*|wise|helpful)(?=\s+(?:to|for|if|served|with|\w+ing)))\b",
        ),
        ("is are am s re m", rf"\w+\s+going\s+to\s+{_DEED}"),
        # The writer's plans and wishes.
        (
            "i we",
            r"\w+(?:['’]d|\s+would|\s+might)?\s+(?:also\s+|now\s+)?(?:(?:like|want|love|plan|intend|need|propose|offer)\s+"
            r"(?:[\w’']+\s+){0,3}?to\s+(?!be\s+rid|give\s+up|know\b|say\b)\w+|suggest|recommend|advise|propose"
            r"|wonder\s+(?:whether|if))\b",
        ),
        (
            "i we",
            r"\w+(?:['’](?:m|re)|\s+am|\s+are)\s+(?:now\s+|also\s+)?(?!losing|getting|giving\s+up|wasting|running"
            r"|dealing|struggling|failing|worrying|having|being|sinking|drowning|talking|tearing|saying|telling|sorry|doing)"
            r"\w{2,}ing\b",
        ),
        (
            "i we",
            r"\w+(?:['’]ve|\s+have)\s+(?:already\s+|now\s+|also\s+)?(?:asked|arranged|booked|agreed|offered|invited"
            r"|ordered|requested|scheduled|set|put(?!\s+up\s+with)|organi[sz]ed|planned|enrolled|referred|moved|reserved"
            r"|contacted|emailed|signed|assigned|prepared|decided|spoken|saved|found\s+(?:him|her|them|you))\b"
            r"(?!\s+(?:\w+\s+){1,3}(?:times|repeatedly|again))",
        ),
        (
            "i we",
            r"\w+\s+(?:now\s+|then\s+|also\s+)?(?:begin|start|pair|meet|try|practi[cs]e|review|swap|move|use|continue"
            r"|repeat|plan|return|switch)\b",
        ),
        ("promised agreed offered volunteered decided arranged ready", r"\w+\s+to\s+\w+"),
        ("let", r"\w+\s+us\s+\w+|\w+['’]s\s+(?!face\b|be\b|not\b|say\b)\w+"),
        ("please kindly", r"\w+\s+(?!d\b)\w+"),
        ("let have get help ask invite make", rf"\w+\s+(?:him|her|them)\s+(?:to\s+)?(?:{_VERBS})\b"),
        ("recommended", r"\w+\s+(?:that|to)\b"),
        ("it", r"\w+(?:\s+i|['’])s\s+(?:time|best|worth)\b"),
        ("time best better", r"\w+\s+to\s+\w+"),
        (
            "need needs",
            r"\w+\s+(?:(?:more|some|extra|further|regular|daily|weekly|explicit|short)\s+){0,2}(?:practice|revision"
            r"|work\s+on|sessions?|support\s+(?:with|in)|help\s+with)\b",
        ),
        # What is named as next, and what it is due by.
        (
            _BEGIN_NOUNS_AHEAD,
            rf"{_NOUNS_AHEAD}(?:(?:\s+for\s+\w+)?\s*:\s|\s+(?:for\s+\w+\s+)?(?:is|would\s+be|will\s+be)\s+"
            r"(?:to|for|that|an?|the|\w+ing)\b)",
        ),
        ("for to next", r"^(?:for\s+homework|to\s+improve|to\s+do|next\s+step)\b"),
        (
            "one a an another the",
            r"^\w+\s+(?:\w+\s+)?thing\s+to\s+(?:do|try|work\s+on|practi[cs]e|fix|add)\b",
        ),
        (
            "next",
            r"\w+\s+(?:steps?|lesson|session|target|goal|task|time\b(?=,|\s+(?:we|you|try|use|start|begin|add)))",
        ),
        (
            "next this coming",
            r"\w+\s+(?:week|term|year|month)\b,?\s+(?:we|I|he|she|they|you)(?:\s+will|['’]ll)\b",
        ),
        ("owes", r"\w+\s+(?:me|us|you)\s+\w"),
        ("due", r"\w+\s+(?:on\s+|the\s+)?\d"),
        ("due by", rf"\w+\s+(?:on\s+|the\s+)?(?:{_DAY}|next\s+\w+|end\s+of|{_TIME})(?![\w'])"),
    )
)
_TAKES_TO = (  # what is no one's name before "to read", and says that it is not done, or how
    r"(?:Un\w+|Refus\w+|Struggl\w+|Fail\w*|Tend\w*|Declin\w+|Pretend\w*|Forg[eo]t\w*|Hesitat\w+|Manag\w+|Choos\w+"
    r"|Prefer\w*|Seem\w*|Hat\w+|Like\w*|Lov\w+|Want\w*|Expect\w*|Tr(?:y|ies|ied|ying)|Used|Able|Afraid|Slow|Quick"
    r"|Likely|Reluctant|Hard|Too)"
)
PLANNED = Forms(
    (
        ("is are be been get gets", rf"\w+\s+(?:\w+ly\s+|now\s+|still\s+|also\s+|to\s+be\s+)?{_ARRANGED}\b"),
        (
            "to will shall must can may",
            r"\w+\s+be\s+(?:\w+ly\s+)?(?!asham|blam|expected\s+to\s+fail|lef?t|spoil|disappoint"
            r"|tired|scar|embarrass|bor|tru?st|told|watch|push|nag|chas|forc|drag|held\s+back)"
            r"(?:re-?)?\w{2,}(?:ed|en|wn|ught|nt|ne|de|ut|ld|ad)\b",
        ),
        ("was were", r"\w+\s+(?:agreed|recommended|advised|decided|proposed|suggested|requested)\b"),
        ("to", r"\w+\s+follow\b"),
        ("worth", r"\w+\s+\w+ing\b"),
        ("waiting", r"\w+\s+list\b"),
        ("agreed", r"\w+\s+(?:to|that|on)\b"),
        ("there", r"\w+\s+will\s+be\b"),
        (
            "is are",
            r"\w+\s+(?:waiting|open|available|welcome|ready|free|reserved|up)\s+(?:for|to|at|on|in|from)\b",
        ),
        ("is are", rf"\w+\s+to\s+(?:re-?)?(?:{_VERBS})\b"),
        (
            "assistant teacher tutor mum dad mother father parent parents nurse counsellor head mentor coach family "
            "team staff office class everyone pupil student",
            rf"\w+\s+to\s+{_NO_DEED}\w+",
        ),
    ),
    others=rf"\b(?!{_TAKES_TO}\b)[A-Z]\w+\s+to\s+(?:re-?)?(?:{_VERBS})\b",
)
# What is named as a thing that comes next, and the time when it does; a time alone may be a habit's.
NAMED = re.compile(
    r"\b(?:re-?(?:sit|take|test|submission|write|draft|teach|teaching|assessment)s?|follow-?ups?|catch-?up|deadlines?"
    r"|appointments?|referrals?|tutoring|tutorials?|mentor(?:s|ing)?|remedial|counsell?ing|home\s+visits?"
    r"|review\s+(?:date|meeting)|(?:support|action|learning)\s+plan|corrections?\s+of|revision\s+(?:of|list|session)s?"
    r"|(?:further|extra|more)\s+(?:work|practice|sessions?|reading|support|help|lessons?)|practi[cs]e\s*:|pending"
    r"|second\s+(?:attempt|try|chance|draft|go)|to\s+be\s+\w+|next\s+\w+\s+(?:is|are|will)"
    r"|(?:starts?|begins?|takes?\s+place)\s+(?:on|at|from|in)|tomorrow(?!['’])|(?:from|before|until|after|in)\s+(?:his|her"
    r"|their|your|the)?\s*next\s+\w+|next\s+(?:week|term|month|half[\s-]term|meeting|class"
    r"|visit|test|quiz|shift|round|piece|essay|unit|chapter|topic|project)|from\s+now\s+on"
    r"|twice\s+a\s+week|(?:every|each)\s+(?:morning|evening|night))\b",
    re.IGNORECASE,
)
_LEAD = (
    r"(?:(?:please|kindly|then|now|also|first|next|either|just|only|next\s+time|this\s+time|do|always|so|and|or|maybe"
    r"|perhaps|instead|again|still|once\s+more|to|in\s+future|for\s+\w+day|for\s+now|from\s+now\s+on|tomorrow)\s*,?\s+){0,2}"
)
# Words that stand before an article or a pronoun and are no verb in its plain form.
_NO_VERB = (
    r"(?!(?:in|on|at|by|of|to|for|from|with|without|within|into|onto|over|under|behind|before|after|about|above|below"
    r"|against|among|around|between|beyond|during|since|until|till|through|towards?|upon|near|like|unlike|than|as|off"
    r"|out|up|down|per|via|but|and|or|nor|so|yet|if|when|while|because|though|although|unless|whether|where|that|who"
    r"|whom|which|what|why|how|once|is|was|are|were|am|be|been|being|has|had|did|done|does|will|would|can|could|shall"
    r"|may|might|must|all|such|quite|half|both|not|never|ever|even|only|just|still|now|then|here|there|maybe|perhaps"
    r"|often|always|sometimes|rather|almost|nearly|too|very|more|most|less|least|no|none|one|two|every|each|some|any"
    r"|the|an?|his|her|your|this|these|those|another|him|them|it|me|us|he|she|they|we|you|got|lost|left|made|took"
    r"|forgot|wrote|gave|broke|threw|told|said|saw|ran|stole|began|kept|brought|spent|found|sent|sat|stood|felt"
    r"|thought|knew|met|came|went|won|hit|cost|said|worse|better|best|far|today|yesterday|again|enough|hardly|zero"
    r"|pure|sheer|have|total|yes|sorry|poor|shame)\b)"
)
_OBJECT = (
    r"(?:the|an?|his|her|your|their|this|these|those|each|every|one|two|three|four|five|another|both|all|some|any"
    r"|him|them|it|me|us)"
)
BEGINS = re.compile(
    rf"^{_LEAD}(?:(?:re-?)?(?:{_VERBS})(?![\w'’-])(?!\s+(?:is|are|was|were|has|had|have|of\s+course|you\s+will\s+see)\b)"
    r"|have\s+(?:(?:him|her|them)\s+[a-z]+|an?(?:other)?\s+(?:look|go|try|think|chat|word|read))"
    rf"|{_NO_VERB}[a-z]{{3,}}(?<!ed)(?<!ing)(?<!ly)(?<![^s]s)(?:\s+(?:up|out|off|over|back|down|away|together))?\s+{_OBJECT})\b",
    re.IGNORECASE,
)
KINDLY = re.compile(
    r"^(?:perhaps|maybe)\s+[\w’']+\s+(?:can|could|might|should|will|would)\b(?!\s+(?:not|never|be)\b)|"
    r"^(?:can|could|would|will|shall|may|might)\s+(?:you|we|he|she|they|I|[A-Z]\w+|(?:an?|the|his|her|your|their|our)\s+(?:\w+\s+){0,2}\w+)\b"
    r"(?!\s+(?:not|even|ever|be\s+any|want|imagine|believe|do\s+any|really|expect|blame))(?!.*\b(?:ever|for\s+once|bother)\b)"
    r"|^(?:why\s+not|how\s+about|what\s+(?:if|about)|would\s+it\s+(?:help|be)|have\s+(?:you|we|they)\s+(?:tried|thought"
    r"|considered|asked)|who\s+(?:could|can|might)\s+\w+\s+(?:him|her|them|you)|is\s+there\s+a\s+way)\b",
    re.IGNORECASE,
)
# A clause that says which or what, idioms in which nothing is asked, and demands on effort and attitude.
NO_STEP = re.compile(
    r"^(?:please\s+)?keep\s+(?:(?:it|this|that)\s+up|(?:up\s+the|on\s+with\s+the)\s+\w+\s+work|going|shining)[\s!.…]*$"
    r"|^(?:who|whom|which|whose|than|as\s+(?:you|can|could|one)|for\s+who|whoever|what(?!\s+(?:if|about|would\s+happen|(?:he|she|they|you)\s+needs?)))\b"
    r"|^(?:look\s+at\s+(?:him|her|them|you|it)|take\s+(?:it|that)\s+from|see\s+(?:it|what)|tell\s+me\s+about"
    r"|make\s+no\s+mistake|give\s+or\s+take|(?:or|otherwise|or\s+else)\s)"
    r"|\b(?:try|work|study|concentrate|focus|listen|read)\s+(?:much\s+|a\s+lot\s+|even\s+)?(?:harder|better|properly)\b|\beffort\b|\battitude\b"
    r"|\bbehav(?:e|ing)\b|\bpay(?:ing)?\s+(?:\w+\s+)?attention\b|\b(?:grow|shape|buck|wise|wake)\s+up\b"
    r"|\bpull\s+(?:\w+\s+)?(?:socks|weight)|\bstop(?:s|ped)?\s+(?:being|wasting|talking|making|acting|messing|blaming)"
    r"|\bno\s+way\b|\b(?:no|not\s+a|zero)\s+chance\b|\bashamed\b|\bget\s+(?:a\s+grip|serious)\b|\bdo\s+better\b|\bkeep\s+(?:falling|failing|making|dragging)"
    r"|\b(?:so|too|being|such\s+an?)\s+(?:lazy|careless|slow|stupid|rude|idle|weak|dumb|sloppy|useless|hopeless)\b",
    re.IGNORECASE,
)
