/** How the fields of an act lie in the parts of its body, and how they are read back. */
import { CaseworkError } from '../errors.ts'
import { type Field, KEPT, type Procedure, RESERVED, type Reserved } from '../language/index.ts'
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

/** The parts in which fields of the act can lie: of what else its author put beside them nothing is read. */
export function partsFor(procedure: Procedure, act: string): Set<string> {
  return new Set([KEPT, ...fieldsOf(procedure, act).map(([, { part }]) => part)])
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
  for (const [name, field] of fieldsOf(procedure, act)) {
    const part = own(parts, field.part)
    if (!isRecord(part) || !Object.hasOwn(part, name)) continue
    if (checkValue(field, part[name], '').length === 0) fields[name] = part[name]
    else unreadable.push(name)
  }
  return { fields, reserved: reservedIn(procedure, act, own(parts, KEPT)), unreadable }
}

function fieldsOf(procedure: Procedure, act: string): [string, Field][] {
  const declared = own(procedure.acts, act)
  return (declared ? [...declared.needs, ...(declared.may ?? [])] : []).flatMap((name) => {
    const field = own(procedure.fields, name)
    return field ? [[name, field] satisfies [string, Field]] : []
  })
}

function reservedIn(procedure: Procedure, act: string, kept: unknown): Reserved {
  if (!isRecord(kept)) return {}
  const bad = new Set(checkPart(procedure, act, KEPT, kept).map(({ path }) => path.split('/')[1]))
  const good = RESERVED.filter((name) => Object.hasOwn(kept, name) && !bad.has(name))
  return Object.fromEntries(good.map((name) => [name, kept[name]]))
}
