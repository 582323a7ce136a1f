/**
 * Opens an evidence file: a ZIP whose members are stored as they are (EVIDENCE-1). It is read as strictly as
 * it is written, so that a changed bit of the container is found as well, nothing lies between, behind or
 * twice under one name, and nothing can unpack to more than the file itself.
 */
import { crc32 } from 'node:zlib'
import { MOST_EVIDENCE, ProtocolError, text } from '@counterpart/protocol/verify'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
/** Names are UTF-8: the only flag a writer of evidence may set. */
const UTF8_FLAG = 0x0800

interface Member {
  name: string
  data: Uint8Array
  /** What both headers of a member have to say alike: versions, flags, method, time, checksum, sizes. */
  fields: string
  next: number
}

/** @throws ProtocolError `bad-evidence` when it is no such ZIP, or any byte of it was changed */
export function openEvidence(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const members = new Map<string, Uint8Array>()
  const headers: { offset: number; member: Member }[] = []
  let at = 0
  while (u32(view, at) === LOCAL) {
    const member = readLocal(view, at)
    if (members.has(member.name) || headers.length === MOST_EVIDENCE.members) wrong('a name is there twice')
    members.set(member.name, member.data)
    headers.push({ offset: at, member })
    at = member.next
  }
  const directory = at
  for (const { offset, member } of headers) at = checkCentral(view, at, offset, member)
  checkEnd(view, at, headers.length, directory)
  return members
}

function readLocal(view: DataView, at: number): Member {
  const size = u32(view, at + 18)
  const nameLength = u16(view, at + 26)
  const start = at + LOCAL_BYTES + nameLength
  // Stored, without extra field, and not larger than what is there.
  if (u16(view, at + 8) !== 0 || u32(view, at + 22) !== size || u16(view, at + 28) !== 0)
    wrong('a member is not stored as it is')
  const data = slice(view, start, size)
  const bytes = slice(view, at + LOCAL_BYTES, nameLength)
  const ascii = bytes.every((byte) => byte < 0x80)
  if (u16(view, at + 6) !== (ascii ? 0 : UTF8_FLAG)) wrong('a member has flags')
  if (u32(view, at + 14) !== crc32(data)) wrong('a member does not match its checksum')
  return { name: nameOf(bytes), data, fields: hexOf(view, at + 4, 24), next: start + size }
}

/** @returns where the next header begins */
function checkCentral(view: DataView, at: number, offset: number, member: Member): number {
  const nameLength = u16(view, at + 28)
  const same =
    u32(view, at) === CENTRAL &&
    u16(view, at + 4) === u16(view, at + 6) &&
    hexOf(view, at + 6, 24) === member.fields &&
    nameOf(slice(view, at + CENTRAL_BYTES, nameLength)) === member.name &&
    // No extra field, comment, disk or attributes.
    slice(view, at + 30, 12).every((byte) => byte === 0) &&
    u32(view, at + 42) === offset
  if (!same) wrong('the directory says something else than the members')
  return at + CENTRAL_BYTES + nameLength
}

function checkEnd(view: DataView, at: number, count: number, directory: number): void {
  const fits =
    u32(view, at) === END &&
    u32(view, at + 4) === 0 &&
    u16(view, at + 8) === count &&
    u16(view, at + 10) === count &&
    u32(view, at + 12) === at - directory &&
    u32(view, at + 16) === directory &&
    u16(view, at + 20) === 0 &&
    at + END_BYTES === view.byteLength
  if (!fits) wrong('it does not end where it should')
}

function nameOf(bytes: Uint8Array): string {
  try {
    return text(bytes)
  } catch {
    return wrong('a name is no text')
  }
}

function u16(view: DataView, at: number): number {
  return at + 2 <= view.byteLength ? view.getUint16(at, true) : wrong('it ends too early')
}

function u32(view: DataView, at: number): number {
  return at + 4 <= view.byteLength ? view.getUint32(at, true) : wrong('it ends too early')
}

function slice(view: DataView, at: number, length: number): Uint8Array {
  if (at + length > view.byteLength) wrong('it ends too early')
  return new Uint8Array(view.buffer, view.byteOffset + at, length)
}

function hexOf(view: DataView, at: number, length: number): string {
  return Buffer.from(slice(view, at, length)).toString('hex')
}

function wrong(message: string): never {
  throw new ProtocolError({ code: 'bad-evidence', message })
}
