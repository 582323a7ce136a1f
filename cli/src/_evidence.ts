/** Evidence as a node packs it, made from the vectors. */
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'

interface Case {
  id: string
  input: { members?: Record<string, string>; set?: Record<string, string>; without?: string[] }
}

export function evidenceMembers(id = 'whole'): Map<string, Uint8Array> {
  const path = new URL('../../spec/vectors/evidence.json', import.meta.url)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[]
  const of = (wanted: string) => cases.find((one) => one.id === wanted)?.input
  const { set, without = [] } = of(id) ?? {}
  const members = Object.entries({ ...of('whole')?.members, ...set })
  return new Map(
    members
      .filter(([name]) => !without.includes(name))
      .map(([name, text]) => [name, new TextEncoder().encode(text)]),
  )
}

/** A ZIP with its members stored (EVIDENCE-1). */
export function packed(members: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const body: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [text, data] of members) {
    const name = Buffer.from(text, 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(name.length === text.length ? 0 : 0x0800, 2)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, name, data])
    body.push(local)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.of(20, 0), fields, place, name]))
    offset += local.length
  }
  const end = Buffer.alloc(18)
  for (const at of [4, 6]) end.writeUInt16LE(members.size, at)
  end.writeUInt32LE(Buffer.concat(directory).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...body, ...directory, Buffer.from('PK\u0005\u0006'), end])
}
