/** What a node keeps of pouches: parts that wait for one before them, still sealed, and what was carried last. */
interface Stretch {
  /** Sizes of the other side's log, over its chain, before and after what it holds. */
  start: number
  end: number
}

export interface AsidePlace extends Stretch {
  /** The number of the log that it is of. */
  epoch: number
}

export interface AsideRow extends AsidePlace {
  /** Bytes it takes. */
  bytes: number
}

export interface CarriedRow extends Stretch {
  way: 'out' | 'in'
  /** Seconds UTC. */
  at: number
}

export interface PouchStore {
  /** Keeps the newest of each place. */
  putAside(relation: string, place: AsidePlace, sealed: Uint8Array): Promise<void>
  /** By start, then by end, then by epoch. */
  aside(relation: string): Promise<AsideRow[]>
  sealed(relation: string, place: AsidePlace): Promise<Uint8Array | null>
  dropAside(relation: string, place: AsidePlace): Promise<void>
  /** Keeps the newest of each way. */
  putCarried(relation: string, row: CarriedRow): Promise<void>
  carried(relation: string): Promise<CarriedRow[]>
}
