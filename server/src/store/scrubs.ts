/** Where a node keeps how far its scrub has come. Beside the relation's lock: no act waits for it. */
export interface ScrubStore {
  /** As it was kept last; `null` before the first. */
  progress(relation: string): Promise<unknown | null>
  keepProgress(relation: string, progress: unknown): Promise<void>
}
