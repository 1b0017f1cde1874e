/** The part of an output stream that tells when its reader has gone. */
export interface PipeEnd {
  on(event: "error", listener: (error: Error & { code?: string }) => void): unknown;
}

/**
 * Where the reader of an output goes away (`steadfast runs | head -1`), the rest of the output is dropped and the work goes
 * on: nothing that was paid for is lost, and the exit code stays true. Every other error of the stream is thrown.
 */
export function ignoreBrokenPipe(stream: PipeEnd): void {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
  });
}
