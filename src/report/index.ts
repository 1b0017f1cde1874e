export { type WriteReportOptions, writeReport, type WrittenReport } from "./file/write-report.ts";
export { startViewer, type Viewer, type ViewerOptions } from "./viewer/start-viewer.ts";
