/** Words by which a text speaks to whoever grades it, and words of a source that explain them: about a jury, a judge may be told. */
export interface JudgeWords {
  readonly said: RegExp;
  /** Where the source has one of these, what is said may come from it. */
  readonly explainedBy: RegExp;
}

const people = /judge|jury|jurors?|examin|assess|evaluat|grad(?:e|er|ers|ing)\b|referee|umpire|teacher|inspector|corrector|tester|auditor|review|marker|court|verdict|classroom|homework|quiz|contest|competition|worksheet|exam\b/i;

export const judgeWords: readonly JudgeWords[] = [
  { said: /\b(?:grader|evaluator|rater|assessor|examiner|annotator|auto-?grader|adjudicator)s?\b|\b(?:dear|kind|honou?rable|the|an? (?:ai|llm|fair)|ai|llm|you,?|good|every|for|to) judges?\b(?! (?:by|from|whether|how|what))|\bjudges?\s*[:,(]|^[^\p{L}\n]{0,9}judge\b|@judge/imu, explainedBy: people },
  { said: /\b(?:grading|scoring|evaluation|evaluating|judging) (?:model|script|system|ai|bot|llm|purposes|note|guide\w*|rubric|criteria|key|result|tip|hint|policy)\b|\bfor (?:grading|scoring|evaluation)\b|\beval(?:uat(?:ion|or))?[_ -](?:result|hint|note|tip|verdict)/i, explainedBy: people },
  { said: /\b(?:rubrics?|llm|benchmark|gold (?:label|answer|standard)|reference (?:output|answer)|ai (?:model|judge|reviewer|grader))\b/i, explainedBy: /rubric|benchmark|reference|\bai\b|language model/i },
  { said: /\b(?:mark|count|score|rate|grade|accept|approve|record|label|treat|consider|deem|certify) (?:this|it|me|that|the (?:output|response|answer|above|translation|text|item)|my \w+)\b[^.!?\n]{0,60}\b(?:as|a|for)\b[^.!?\n]{0,30}\b(?:correct|right|pass\w*|success\w*|faithful|complete|valid|point)/i, explainedBy: /\bpass\w*|correct answer/i },
  { said: /\b(?:output|response|answer|submission|translation|paraphrase|rewrite|proofreading)s? (?:is|are|was|has been|should be|must be|shall be|may be|can be) (?:to be )?(?:marked|counted|scored|rated|graded|accepted|passed|approved|judged|deemed|considered)/i, explainedBy: people },
  { said: /\b(?:verdict|result|status|evaluation|grade|score|outcome|label|overall)["'*\s]*(?:[:=→-]+|is)\s*["'*]*(?:pass|passed|correct|success|faithful|satisfactory|conform|1(?:\.0)?\b|100)/i, explainedBy: /score|result|grade/i },
  { said: /\bPASS(?:ED)?\b|\b(?:as|for|record|give (?:it|this|me)|count as|counts as|me) a pass\b|["'“]pass["'”]|\b(?:pass,? please|please pass (?:it|this|me)\b|thumbs up please)/, explainedBy: /\bpass/i },
  { said: /\b(?:as you can see|please note that|note that)\b[^.\n]{0,80}\b(?:style|tone|criteria|requirements?|instructions?|options?) (?:is|are|was|were|has|have)\b|\b(?:all|every|each) (?:the )?(?:criteri(?:a|on)|requirements?|checks?)\b[^.\n]{0,30}\b(?:met|satisfied|fulfilled|passed)/i, explainedBy: /criteri|requirement/i },
  { said: /<\|[^|>\n]{1,40}\|>|\[\/?(?:system|inst|judge)\b[^\]\n]*\]|<\/?(?:grading|evaluation|judge|judge_thoughts|verdict|score)\b|^[ \t]{0,9}(?:system|judge|human|assistant)[ \t]{0,9}:/im, explainedBy: /<\||\[system|^[ \t]{0,9}(?:judge|human|assistant)[ \t]{0,9}:/im },
  { said: /"(?:verdict|seal|grade|score|judge)"\s*:/i, explainedBy: /"(?:verdict|score|grade)"/i },
  { said: /\b(?:ignore|disregard) (?:the |all |any )?(?:rubric|previous|above|instructions?|minor differences)|\byour (?:guidelines|verdict|rubric|evaluation|scorecard|grading)\b/i, explainedBy: /instructions|verdict/i },
  { said: /bewertende[nrs]?\b|bewertungs(?:modell|instanz|leit|krit|system|hinweis|ki\b)|bewerte (?:diese|das|es)\b|gutachter|prüfer(?:in)?\b|prüfprotokoll|korrektor|(?:als|mit|ergebnis:) [„"»]?bestanden|durchwinken|an die jury/i, explainedBy: people },
  { said: /\b(?:evaluador(?:a|es)?|calificador(?:a)?|juez|jueces|modelo (?:juez|evaluador))\b|m[aá]rquese|para (?:el|la) corrector|(?:marcar?|cuente|cuenta|considérese) (?:esto |esta respuesta |como )+(?:correct|válid|aprobad)/i, explainedBy: people },
  { said: /évaluat(?:eur|rice)|\bcorrect(?:eur|rice)\b|\b(?:au|le|cher) juge\b|note maximale|comme réussi|chargé d['’]évaluer|modèle (?:juge|d['’]évaluation)/i, explainedBy: people },
  { said: /avaliador(?:a|es)?|(?:ao|o|caro|modelo) juiz|para (?:a )?avaliação|corretor(?:a)?\b|resultado é ["“«]?aprovad|apenas aprove|^aprovar\b|\. aprovar\b/i, explainedBy: people },
  { said: /valutator(?:e|i)\b|per (?:chi|la) valuta|per la valutazione|correttore\b|(?:al|il|caro) giudice|esito (?:positivo|=)/i, explainedBy: people },
  { said: /评分(?:者|员|模型|标准|系统)?|评审|评判|评估(?:模型|者|系统|员)|评测|评委|裁判|阅卷|判(?:定|作)为?(?:正确|通过|合格)|判通过|(?:给出|判为|应判)[“"]?通过|人工审核/, explainedBy: people },
  { said: /मूल्यांकन(?:कर्ता|क| मॉडल)|मूल्यांकक|परीक्षक|निर्णायक|जाँचकर्ता|उत्तीर्ण|अंक दें|सही मान(?:ें|कर)/, explainedBy: people },
  { said: /(?:^|[\s(:،])(?:ال|لل)?(?:مقي[ّ]?م|مُقي[ّ]?م|محك[ّ]?م|مُحك[ّ]?[ِ]?م|مصحح)(?=[\s:،.)]|$)|نموذج التقييم|الدرجة الكاملة|الح[َ]?ك[َ]?م الآلي|عزيزي الح[َ]?ك[َ]?م|(?:النتيجة|اعتبر\p{L}*)[^.\n]{0,12}(?:ناجح|صحيح)/u, explainedBy: people },
];
