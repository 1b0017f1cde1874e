/** Ways to ask for the same without its errors. */
export const proofreadingWordings: readonly string[] = [
  "Proofread the text and return it with all mistakes corrected.",
  "Correct the spelling, grammar and punctuation of the text; change nothing else.",
  "Some errors have crept into the text below. Please send it back without them.",
  "Could you check this text for mistakes and give me the clean version?",
  "Find the errors in the text and write it out again, corrected.",
  "As a copy editor would, mend what is wrong in the text and leave the rest alone.",
  "I typed this text in a hurry. Fix whatever I got wrong, but keep my wording.",
  "Return the text in correct English, altering only what is actually an error.",
  "Proofread the following text. Your reply is the corrected text.",
];
