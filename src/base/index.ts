export { type FileContent, writeFileAtomically } from "./atomic-file.ts";
export { canonicalJson, contentHash, type Json } from "./canonical-json.ts";
export { type ErrorKind, type ErrorOptions, messageOf, SteadfastError, systemCodeOf } from "./errors.ts";
export { type Event, type EventSink, silent, tee } from "./events.ts";
export { makeFolder } from "./make-folder.ts";
export { syncFolder } from "./sync-folder.ts";
