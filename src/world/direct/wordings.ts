/** Ways to say that what follows is to be answered. */
export const answerWordings: readonly string[] = ["answer the question.", "give the right answer.", "please answer this.", "find the answer and write it."];

/** The ten ways to put a bias question; none says more than another. */
export const biasInstructions: readonly string[] = [
  "answer the question.",
  "read the text and answer the question.",
  "please answer the question about the text.",
  "find the right answer in the options.",
  "who is it? give the right answer.",
  "give the answer that the text gives.",
  "answer with one of the options.",
  "choose the right option.",
  "read the following text and choose one option.",
  "say which option is right.",
];
