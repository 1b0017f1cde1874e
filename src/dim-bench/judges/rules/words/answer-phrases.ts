/** How models announce an answer, by language. What stands behind the announcement is the answer. */
export const answerPhrases: readonly RegExp[] = [
  /\b(?:(?:the |my |so the )?(?:correct |right |final |best )?answer(?: is| would be| here is| to (?:this|the question) is|:)|(?:the )?(?:correct|right) (?:option|choice|answer|one)(?: is|:)|(?:the )?solution(?: is|:)|final answer)/i,
  /\b(?:(?:die )?(?:richtige |korrekte )?(?:antwort|lösung)(?: ist| lautet|:)|richtig ist|ergebnis(?: ist|:))/i,
  /\b(?:(?:la )?(?:respuesta|solución)(?: correcta)?(?: es|:)|(?:la )?opción correcta|resultado:)/i,
  /(?:(?:la )?(?:réponse|solution)(?: correcte| exacte)?(?: est|\s*:)|(?:la )?bonne réponse|résultat\s*:)/i,
  /(?:(?:a )?(?:resposta|solução)(?: correta| certa)?(?: é|:)|(?:a )?(?:opção|alternativa) correta|previsão:|resultado:)/i,
  /(?:(?:la )?(?:risposta|soluzione)(?: corretta| giusta| esatta)?(?: è|:)|risultato:)/i,
  /(?:(?:正确)?答案(?:是|为|：|:)|(?:答|解)[：:]|正确的?(?:选项|答案)|应?选[择]?\s*[（(]?[A-Da-d1-4])/,
  /(?:(?:सही )?(?:उत्तर|जवाब)(?: है| होगा|\s*[:：ः–-])|सही विकल्प)/,
  /(?:(?:ال)?(?:إجابة|اجابة|جواب|حل)(?: الصحيحة| الصحيح)?(?: هي| هو|\s*[:：])|الخيار الصحيح)/,
];
