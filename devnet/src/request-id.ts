/** Ids of requests that follow from what is asked: whoever asks again gets the first answer again. */
import { createHash } from 'node:crypto'

export interface Request {
  relation: string
  item: string
  act: string
}

/**
 * The same for the same act of the same item in the same relation that says the same, on every machine and
 * at any time. `says`: the body, where it stands apart.
 * `attempt`: counted up when a request with the id before was taken back and can never be recorded.
 */
export function requestId({ relation, item, act }: Request, says: unknown, attempt = 0): string {
  const said = createHash('sha256').update(JSON.stringify(says, sorted)).digest('hex')
  const asked = JSON.stringify(['counterpart record v2', relation, item, act, said, attempt])
  const bytes = createHash('sha256').update(asked).digest().subarray(0, 16)
  // A UUID of version 8: made by a rule of its own (RFC 9562).
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Whether an id is of a version that only follows from what is asked; what a person sends has a random one. */
export function isFollowing(id: string): boolean {
  return id[14] === '8'
}

/** In which order a record names its fields says nothing. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
