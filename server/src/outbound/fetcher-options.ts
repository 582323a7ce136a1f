/** How long a fetcher of files waits, and for what. */
export interface FetcherOptions {
  /** Milliseconds. */
  timeout: number
  fastest: number
  slowest: number
  /** Between looks for what has come to be wanted, when nobody said so. */
  heartbeat: number
}

export const FETCHER_OPTIONS: FetcherOptions = {
  timeout: 60_000,
  fastest: 250,
  slowest: 60_000,
  heartbeat: 15_000,
}
