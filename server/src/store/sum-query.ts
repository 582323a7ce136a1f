/** Which counts are wanted: of these parents (empty for all of the relation), summed over days. */
export interface SumQuery {
  parents: string[]
  /** Only of dossiers at this level. */
  level: string | null
  /** Days of UTC; `first` is `null` for a period that has no beginning. */
  first: number | null
  last: number
}
