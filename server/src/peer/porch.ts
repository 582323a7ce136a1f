/**
 * Connections of whom nothing is known yet, from their first byte to the end of their handshake. Anybody can make them, from
 * anywhere and without end: they are bounded in number, each address in its share, and where a counterpart was before, it is
 * never a stranger's flood that takes its place.
 */
import type { Socket } from 'node:net'
import { blockOf } from '../address-block.ts'

export interface PorchBounds {
  /** Handshakes at a time, of all strangers together. */
  waiting: number
  /** Handshakes of one address at a time. */
  share: number
  /** Handshakes of one address that led to nothing, within a minute: the next ones are closed unread. */
  inVain: number
}

const BOUNDS: PorchBounds = { waiting: 128, share: 8, inVain: 32 }
const MINUTE = 60_000
/** Addresses that are remembered, of counterparts and of who came in vain: those of longest ago are forgotten. */
const ADDRESSES = 4096

interface Guest {
  socket: Socket
  address: string
}

export class Porch {
  readonly #bounds: PorchBounds
  readonly #now: () => number
  /** By both ends of the connection; oldest first. */
  readonly #guests = new Map<string, Guest>()
  /** Where a counterpart was; the one of longest ago first. */
  readonly #friendly = new Map<string, true>()
  readonly #inVain = new Map<string, { count: number; since: number }>()

  constructor(bounds: Partial<PorchBounds> = {}, now: () => number = () => performance.now()) {
    this.#bounds = { ...BOUNDS, ...bounds }
    this.#now = now
  }

  get waiting(): number {
    return this.#guests.size
  }

  /** Before anything of it is read. One that cannot be had is closed. */
  enter(socket: Socket): void {
    const address = blockOf(socket.remoteAddress ?? '')
    const isFriendly = this.#friendly.has(address)
    if (!isFriendly && this.#cameInVain(address)) {
      socket.destroy()
      return
    }
    const same = [...this.#guests.values()].filter((guest) => guest.address === address)
    // The oldest of its own share is closed: a caller that was cut off a moment ago calls again.
    if (same.length >= this.#bounds.share) same[0]?.socket.destroy()
    else if (this.#guests.size >= this.#bounds.waiting) this.#oldestStranger()?.destroy()
    const key = keyOf(socket)
    this.#guests.set(key, { socket, address })
    socket.once('close', () => {
      if (this.#guests.get(key)?.socket !== socket) return
      this.#guests.delete(key)
      if (!this.#friendly.has(address)) this.#note(address)
    })
  }

  /** It showed the key of a counterpart. */
  welcome(socket: Socket): void {
    const key = keyOf(socket)
    const { address } = this.#guests.get(key) ?? { address: blockOf(socket.remoteAddress ?? '') }
    this.#guests.delete(key)
    this.#inVain.delete(address)
    remember(this.#friendly, address, true)
  }

  /** The oldest connection of the address that has most, never of one where a counterpart was. */
  #oldestStranger(): Socket | undefined {
    const strangers = [...this.#guests.values()].filter(({ address }) => !this.#friendly.has(address))
    const groups = [...Map.groupBy(strangers, ({ address }) => address).values()]
    const [largest] = groups.sort((a, b) => b.length - a.length)
    return largest?.[0]?.socket
  }

  #cameInVain(address: string): boolean {
    const said = this.#inVain.get(address)
    if (!said) return false
    if (this.#now() - said.since < MINUTE) return said.count >= this.#bounds.inVain
    this.#inVain.delete(address)
    return false
  }

  #note(address: string): void {
    const before = this.#inVain.get(address)
    const isOver = before === undefined || this.#now() - before.since >= MINUTE
    remember(
      this.#inVain,
      address,
      isOver ? { count: 1, since: this.#now() } : { count: before.count + 1, since: before.since },
    )
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > ADDRESSES && oldest !== undefined) map.delete(oldest)
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
