/** A scripted model: it shows what can be had without doing the task. */
export function isBaseline(model: string): boolean {
  return model.startsWith("scripted:");
}
