export { rouge, type RougeOptions, type RougeScore, type RougeScores } from "./rouge/rouge.ts";
export { porterStem } from "./stemmer/porter-stem.ts";
