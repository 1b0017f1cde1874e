export { type CharacterDemoOptions, type CharacterDemoResult, readDemoText, trainOnCharacters } from "./character-demo.ts";
