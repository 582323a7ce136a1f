/** How the fields of an act lie in the parts of its body, and how they are read back. */
import { CaseworkError } from '../errors.ts'
import { KEPT, type Procedure, RESERVED, type Reserved } from '../language/index.ts'
import { own } from '../language/own.ts'
import { checkPart } from './check-fields.ts'
import { checkValue, isRecord } from './check-value.ts'

export type Parts = Record<string, Record<string, unknown>>

/** `kept` is always there, also when it is empty; another part only when one of its fields is given. */
export function partsOf(
  procedure: Procedure,
  act: string,
  fields: Readonly<Record<string, unknown>>,
  reserved: Reserved = {},
): Parts {
  if (!Object.hasOwn(procedure.acts, act)) throw new CaseworkError('unknown-act')
  const parts: Parts = { [KEPT]: { ...reserved } }
  for (const [name, value] of Object.entries(fields)) {
    const field = own(procedure.fields, name)
    if (!field) throw new CaseworkError('bad-declaration', 'a field is not declared')
    parts[field.part] = { ...parts[field.part], [name]: value }
  }
  return parts
}

/**
 * The fields of an act from those of its parts that are still there. A peer may have put anything
 * into a part: a field is taken only from its own part, so that `content` cannot speak for `kept`,
 * and only when its value passes; the names of those that do not are in `unreadable`.
 */
export function joinParts(
  procedure: Procedure,
  act: string,
  parts: Readonly<Record<string, unknown>>,
): { fields: Record<string, unknown>; reserved: Reserved; unreadable: string[] } {
  const fields: Record<string, unknown> = {}
  const unreadable: string[] = []
  const declared = own(procedure.acts, act)
  for (const name of declared ? [...declared.needs, ...(declared.may ?? [])] : []) {
    const field = own(procedure.fields, name)
    const part = field && own(parts, field.part)
    if (!field || !isRecord(part) || !Object.hasOwn(part, name)) continue
    if (checkValue(field, part[name], '').length === 0) fields[name] = part[name]
    else unreadable.push(name)
  }
  return { fields, reserved: reservedIn(procedure, act, own(parts, KEPT)), unreadable }
}

function reservedIn(procedure: Procedure, act: string, kept: unknown): Reserved {
  if (!isRecord(kept)) return {}
  const bad = new Set(checkPart(procedure, act, KEPT, kept).map(({ path }) => path.split('/')[1]))
  const good = RESERVED.filter((name) => Object.hasOwn(kept, name) && !bad.has(name))
  return Object.fromEntries(good.map((name) => [name, kept[name]]))
}
