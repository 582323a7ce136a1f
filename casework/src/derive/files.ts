/** The files that the fields of an act hold, wherever in its declaration a file can stand. */
import type { Field, FileValue, Procedure, RowField } from '../language/index.ts'
import { own } from '../language/own.ts'
import { isRecord } from './check-value.ts'

/** A file with the part of the body that its key stands in. */
export interface FileIn {
  part: string
  value: FileValue
}

/** `fields`: such as pass the checks of their act; each file once, however often it is named. */
export function filesIn(procedure: Procedure, fields: Readonly<Record<string, unknown>>): FileIn[] {
  const found = new Map<string, FileIn>()
  for (const [name, value] of Object.entries(fields)) {
    const field = own(procedure.fields, name)
    if (!field) continue
    for (const one of filesOf(field, value)) found.set(one.digest, { part: field.part, value: one })
  }
  return [...found.values()]
}

/** The parts in which files can stand, whatever the act. */
export function partsWithFiles({ fields }: Procedure): Set<string> {
  return new Set(Object.values(fields).flatMap((field) => (holdsFile(field) ? [field.part] : [])))
}

function holdsFile(field: Field): boolean {
  return (
    field.kind === 'file' ||
    (field.kind === 'list' && Object.values(field.row).some(({ kind }) => kind === 'file'))
  )
}

function filesOf(field: Field | RowField, value: unknown): FileValue[] {
  if (field.kind === 'file') return isRecord(value) ? [value as unknown as FileValue] : []
  if (field.kind !== 'list' || !Array.isArray(value)) return []
  const columns = Object.entries(field.row).filter(([, column]) => column.kind === 'file')
  return value.flatMap((row) =>
    columns.flatMap(([column, of]) => (isRecord(row) ? filesOf(of, own(row, column)) : [])),
  )
}

/** For reading: what opens a file stays on the node, which hands out the file itself. */
export function withoutFileKeys(
  procedure: Procedure,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = own(procedure.fields, name)
      return [name, field ? bare(field, value) : value]
    }),
  )
}

function bare(field: Field | RowField, value: unknown): unknown {
  if (field.kind === 'file' && isRecord(value)) {
    const { key: _, salt: __, ...rest } = value
    return rest
  }
  if (field.kind !== 'list' || !Array.isArray(value)) return value
  return value.map((row) => (isRecord(row) ? bareRow(field.row, row) : row))
}

function bareRow(columns: Readonly<Record<string, RowField>>, row: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const column = own(columns, name)
      return [name, column?.kind === 'file' ? bare(column, value) : value]
    }),
  )
}
