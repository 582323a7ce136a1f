/** What is counted of dossiers, and which counts are wanted. */
/** How many dossiers there are of one class that permission tells apart. */
export interface Tally {
  procedure: string
  plays: string | null
  /** Sorted; one that no directory could name may stand here as its hash. */
  offices: string[]
  count: number
}

/** Which counts are wanted: of these parents (empty for all of the relation), summed over days. */
export interface SumQuery {
  parents: string[]
  /** Only of dossiers at this level. */
  level: string | null
  /** Days of UTC; `first` is `null` for a period that has no beginning. */
  first: number | null
  last: number
}
