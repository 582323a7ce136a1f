/** The form of a header, member by member. Anything not named here makes it malformed. */
import { refuse } from '../errors.ts'
import type { Header } from './header.ts'

export const MAX_PARTS = 16
const MAX_FILES = 64
/** Both notes of an epoch find room in one header. */
const MAX_NOTE = 7168

type Check = (value: unknown) => boolean

const RELATION = /^([a-z][a-z0-9-]{0,31})~([a-z][a-z0-9-]{0,31})\/[a-z][a-z0-9-]{0,63}$/

const isHex: Check = matches(/^[0-9a-f]{64}$/)
/** Names of parts, acts and offices: data of a declaration or directory, never of a person. */
const isWord: Check = matches(/^[a-z][a-z0-9-]{0,63}$/)
const isOpaque: Check = matches(/^[A-Za-z0-9_-]{1,64}$/)
const isDuration: Check = matches(
  /^P(?=[0-9T])(?:[0-9]{1,4}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,4}W)?(?:[0-9]{1,5}D)?(?:T(?=[0-9])(?:[0-9]{1,5}H)?(?:[0-9]{1,6}M)?)?$/,
)

const required = {
  common: { v: (value) => value === 1, kind: () => true, seen: isCount, time: isCount, parts: isParts },
  officer: {
    office: isWord,
    officer: isOpaque,
    procedure: isHex,
    act: isWord,
    handling: matches(/^H[0-3]$/),
  },
  /** In any dossier, whatever its procedure. */
  retention: { dossier: isHex, office: isWord, officer: isOpaque },
} as const satisfies Record<string, Record<string, Check>>

const may = {
  common: { relation: isRelation },
  officer: { relation: isRelation, on: isHex, approver: isOpaque, files: isFiles },
} as const satisfies Record<string, Record<string, Check>>

const FORMS: Record<Header['kind'], { needs: Record<string, Check>; may: Record<string, Check> }> = {
  open: { needs: { ...required.common, ...required.officer }, may: may.officer },
  act: { needs: { ...required.common, ...required.officer, dossier: isHex }, may: may.officer },
  opened: { needs: { ...required.common, dossier: isHex, on: isHex, office: isWord }, may: may.common },
  held: { needs: { ...required.common, dossier: isHex, on: isHex, files: isFiles }, may: may.common },
  mark: { needs: required.common, may: may.common },
  key: {
    needs: { ...required.common, use: matches(/^(log|custody|seal)$/), keys: isKeys },
    may: { ...may.common, revoked: (value) => value === true },
  },
  epoch: { needs: { ...required.common, opening: isNote, closing: isNote }, may: may.common },
  destroyed: { needs: required.common, may: may.common },
  stay: { needs: { ...required.common, ...required.retention }, may: { ...may.common, approver: isOpaque } },
  recall: {
    needs: { ...required.common, ...required.retention, on: isHex },
    may: { ...may.common, approver: isOpaque },
  },
  noted: { needs: { ...required.common, ...required.retention, on: isHex }, may: may.common },
}

/** Every kind of entry there is: the compiler keeps the forms whole. */
export const ENTRY_KINDS = Object.keys(FORMS) as readonly Header['kind'][]

/** @throws ProtocolError `malformed-header` */
export function checkHeader(value: unknown): Header {
  if (!isRecord(value)) return refuse('malformed-header', 'not an object')
  const kind = value.kind
  if (typeof kind !== 'string' || !Object.hasOwn(FORMS, kind))
    return refuse('malformed-header', 'unknown kind')
  const form = FORMS[kind as Header['kind']]
  for (const [name, check] of Object.entries(form.needs))
    if (!Object.hasOwn(value, name) || !check(value[name])) refuse('malformed-header', name)
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(form.needs, name)) continue
    const check = Object.hasOwn(form.may, name) ? form.may[name] : undefined
    if (!check) return refuse('malformed-header', 'a member that is not known')
    if (!check(member)) refuse('malformed-header', name)
  }
  return value as unknown as Header
}

function matches(pattern: RegExp): Check {
  return (value) => typeof value === 'string' && pattern.test(value)
}

/** What it says is read by who takes the epoch up; a header that holds no note is none. */
function isNote(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NOTE && value.endsWith('\n')
}

/** LOG-7: two codes in ascending order, and a word. */
export function isRelation(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const [, first = '', second = ''] = RELATION.exec(value) ?? []
  return first < second
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isParts(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_PARTS) return false
  const names = new Set<unknown>()
  for (const [index, part] of value.entries()) {
    if (!isRecord(part) || Object.keys(part).length !== 3) return false
    if (!isWord(part.name) || !isHex(part.digest) || names.has(part.name)) return false
    // `kept` comes first, in every header: what is computed with is never destroyed.
    if ((part.name === 'kept') !== (index === 0)) return false
    if (index === 0 ? part.keep !== 'always' : !isDuration(part.keep)) return false
    names.add(part.name)
  }
  return true
}

/** Whether they are keys is for who follows them; an entry that holds none is held all the same. */
function isKeys(value: unknown): boolean {
  const isKey = matches(/^[!-~]{1,4000}$/)
  return Array.isArray(value) && value.length >= 1 && value.length <= 2 && value.every(isKey)
}

function isFiles(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_FILES) return false
  const digests = new Set<unknown>()
  for (const file of value) {
    if (!isRecord(file) || Object.keys(file).length !== 2 || !isHex(file.digest)) return false
    if (!isCount(file.size) || !Number.isInteger(Math.log2(file.size as number))) return false
    if (digests.has(file.digest)) return false
    digests.add(file.digest)
  }
  return true
}
