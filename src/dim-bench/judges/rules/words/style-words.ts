/** Marks of a style, counted as often as they occur. */
export const casualMarks: readonly RegExp[] = [
  /\b(?:hey|hi there|hiya|yo|yeah|yep|yup|nope|nah|ok|okay|gonna|wanna|gotta|gimme|lemme|kinda|sorta|dunno|ain['’]t|y['’]all|cuz|['’]cause|lol|haha|omg|btw|tbh|dude|mate|buddy|bro|guys|folks|kid|kids|stuff|cool|awesome|super|totally|pretty (?:much|sure|good|cool|\w+)|a bit|a lot|loads|tons|heaps|bunch|whopping|reckon|figure|grab|chuck|pop|nick|nicked|hang on|come on|no way|guess what|right\?|you know|i mean|like,|anyway|anyhow|cheers|thanks a (?:lot|bunch)|so yeah|whatever|thing|thingy|little guy|big deal|quick one|easy peasy|knock together|figure out|work out|hook (?:me|us) up|shoot|crazy|nuts|nobody['’]s|who['’]s|what['’]s|turns out|plus|flat-out|way too|a couple|get this|okay so|ok so)\b/gi,
  /\b(?:i|you|he|she|it|we|they|that|there|here|what|who|where|how|this|everyone|everybody|nobody|one)['’](?:s|m|re|ve|ll|d)\b|\b\w+n['’]t\b|\b\w{3,}in['’](?=\s)|['’](?:em|til|bout)\b/gi,
  /(?:^|[.!?]\s+|\n)(?:so|oh|well|anyway|now|plus|and|but|ok|okay|hey|look|right|alright|welp|yeah)\b/gi,
  /[\u{1f300}-\u{1faff}☀-➿]|[:;]-?[)D]/gu,
];

export const slangMarks: readonly RegExp[] = [
  /\b(?:yo|yeah|yep|nope|nah|gonna|wanna|gotta|gimme|lemme|kinda|sorta|dunno|ain['’]t|y['’]all|lol|haha|omg|btw|tbh|dude|mate|buddy|bro|super|totally|stuff|chuck|hey|ok|okay|cool|awesome|mornin['’]|folks|guys|umm?)\b/gi,
  /[\u{1f300}-\u{1faff}]/gu,
];

export const formalMarks: readonly RegExp[] = [
  /\b(?:hereby|herewith|thereof|therein|thereby|therefore|thereupon|thus|hence|hitherto|whereas|whereby|wherein|whereupon|upon|furthermore|moreover|accordingly|consequently|nevertheless|notwithstanding|henceforth|aforementioned|foregoing|respective(?:ly)?|kindly|pursuant|regarding|concerning|prior to|subsequent(?:ly)?|in order (?:to|that)|in the event|with (?:regard|respect) to|in accordance|on (?:account|behalf) of|by means of|for the purpose|of the opinion|it (?:is|was|may|must|should|would|has been)\b[^.;]{0,20}\b(?:\w+ed|known|shown|given|taken|made|understood|drawn|held|asked)|shall|may be|is to be|are to be|was to be|were to be|one (?:may|might|must|should)|the (?:former|latter|said|undersigned)|which of the following|should (?:you|one|the|there|it|any)|would be (?:most |much )?(?:grateful|obliged|pleased|appreciated)|request(?:ed|s)?|require[sd]?|desire[sd]?|determine[sd]?|obtain(?:ed|s)?|commence[sd]?|conclude[sd]?|ascertain\w*|furnish\w*|possess\w*|reside[sd]?|resident|purchase[sd]?|inquire[sd]?|enquire[sd]?|endeavou?r\w*|provide[sd]?|indicate[sd]?|assume[sd]?|remain(?:s|ed|ing)?|receive[sd]?|permit(?:s|ted)?|employ(?:s|ed)?|consist(?:s|ed|ing)?|constitute[sd]?|contain(?:s|ed|ing)?|calculate[sd]?|respond(?:s|ed)?|state[sd]?|assist(?:s|ed|ance)?|attend(?:s|ed)?|individual|individuals|person by whom|considerable|numerous|sufficient|additional|entire(?:ty)?|approximately|following|respect(?:fully)?|sincerely|yours faithfully|dear (?:sir|madam)|please be (?:advised|informed)|we wish|i wish to|i should (?:like|be)|permissible|established|regrettabl[ey]|gentleman|residence)\b/gi,
  /\b(?:by|to|for|from|in|of|with|on|at) (?:whom|which)\b/gi,
];

export const emotionalMarks: readonly RegExp[] = [
  /!/g,
  /\b(?:oh|ah|alas|oh dear|oh no|dear|dearest|my (?:heart|goodness|god|friends?|darlings?|beloved|dears?|poor)|heart(?:breaking|broken|felt|s|ache)?|soul|tears?|cry|crying|weep\w*|sob\w*|dying to|desperat\w*|beg(?:ging)?|implore|please, please|longing|yearn\w*|ache[sd]?|aching|joy\w*|love[sd]?|loving|beloved|hope|hopeless|fear|afraid|terrif\w*|horri\w*|dread\w*|terribl[ey]|awful|wonderful|magnificent|glorious|marvell?ous|beautiful|precious|poor|brave|cruel|bitter|agony|agoni[sz]\w*|torment\w*|anguish|despair\w*|miser\w*|thrill\w*|breathless|trembl\w*|shiver\w*|burning|fierce|blaz\w*|just imagine|picture it|imagine|how could|can you (?:believe|feel|imagine)|i can['’]t (?:bear|believe|stand|help)|at last|forever|never, ever|so (?:very )?(?:much|long|many)|utterly|madly|wildly|dream\w*|sweet\w*|lonely|humble|devastat\w*|shatter\w*|bless|for pity|mercy|miracle|heaven\w*|wretched|overwhelm\w*|sigh\w*|excit\w*|breaks? my|dear heart|grief|griev\w*|rage|fury|furious|delight\w*|ador\w*)\b/gi,
  /\b[A-Z]{4,}\b(?=[^A-Z]*[!?])/g,
  /\.\.\.|…/g,
];

/** What a direct text does without. */
export const hedges: readonly RegExp[] = [
  /\b(?:perhaps|maybe|possibly|might|conceivably|presumably|apparently|rather|quite|somewhat|kind of|sort of|kinda|sorta|i think|i suppose|i guess|it seems?|so it would seem|as it were|if you (?:will|like|don['’]t mind)|if it isn['’]t|please|kindly|would you|could you|would it|i wonder|one might|one may|one dares|if i may|i was wondering|i['’]d (?:love|like)|we['’]d|thank you|thanks|grateful|appreciate|lovely|dear|hello|hey|hi|good (?:morning|evening)|just|actually|basically|really|you know|after all|venture|graciously|be so good|no stress|umm?|roughly speaking|a little|in a way|of course|to be honest|as far as i)\b/gi,
];
