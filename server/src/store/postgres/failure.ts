/**
 * Errors of the driver and the server as errors of the node. Their own texts may quote values of a row and go no further,
 * but for those with which a server ends a connection: no row is in them, and nobody else says why.
 */
import { isDiskFull, type NodeCode, NodeError } from '../../errors.ts'

const BY_STATE: Readonly<Record<string, { code: NodeCode; message: string }>> = {
  '53100': { code: 'disk-full', message: 'the disk of the database is full' },
  '58030': { code: 'database-damaged', message: 'the disk of the database fails' },
  '53200': { code: 'database-busy', message: 'the database has no memory left' },
  '53300': { code: 'database-busy', message: 'the database takes no more connections' },
  '55P03': { code: 'database-busy', message: 'a lock was not had in time' },
  '57014': { code: 'database-busy', message: 'a statement took too long' },
  '40001': { code: 'database-busy', message: 'another transaction was faster' },
  '40P01': { code: 'database-busy', message: 'two transactions waited for each other' },
  '42501': {
    code: 'database-denied',
    message:
      'its user lacks a permission: it has to own the database and all that is in it, and to be in the role counterpart_app',
  },
  '25006': {
    code: 'database-denied',
    message: 'the database takes no writes: it is a standby, or was set to be read only',
  },
  '28000': { code: 'database-denied', message: 'the database refuses this user' },
  '28P01': { code: 'database-denied', message: 'the database refuses this password' },
  '3D000': { code: 'database-unreachable', message: 'the database does not exist' },
  XX001: { code: 'database-damaged', message: 'the database is damaged' },
  XX002: { code: 'database-damaged', message: 'an index of the database is damaged' },
  // Shutting down, crashed, starting up: the connection is gone or will not be had.
  '57P01': { code: 'database-unreachable', message: 'the database ends' },
  '57P02': { code: 'database-unreachable', message: 'the database crashed' },
  '57P03': { code: 'database-unreachable', message: 'the database takes no connections now' },
  '57P05': { code: 'database-unreachable', message: 'the database ended an idle connection' },
  '25P03': { code: 'database-busy', message: 'a transaction was idle too long' },
}

/**
 * A full disk of which the server says it in words alone, under codes that are of much else: a quota, and the file that it
 * has to write anew before the first connection after a crash.
 */
const FULL = {
  under: ['XX000', '58030'],
  says: /No space left on device|Disk quota exceeded|could not write init file/,
}

/** Tables that hold a row for each entry. */
const BEYOND: readonly string[] = ['entry', 'tree_node']

/** The part of the driver's error that is looked at. */
interface Fault {
  code?: unknown
  severity?: unknown
  table?: unknown
  constraint?: unknown
}

export function failureOf(error: unknown): NodeError {
  if (error instanceof NodeError) return error
  const fault = (error instanceof Error ? error : {}) as Fault
  const state = stateOf(fault)
  if (state === null) {
    if (isDiskFull(fault)) return new NodeError({ code: 'disk-full', message: 'the disk is full' })
    return new NodeError({
      code: 'database-unreachable',
      message: `no connection to the database${said(fault)}`,
    })
  }
  const text = error instanceof Error ? error.message : ''
  const known = FULL.under.includes(state) && FULL.says.test(text) ? BY_STATE['53100'] : BY_STATE[state]
  if (known !== undefined) return new NodeError({ ...known, message: `${known.message} (${state})` })
  if (state.startsWith('08')) {
    return new NodeError({
      code: 'database-unreachable',
      message: `no connection to the database (${state})`,
    })
  }
  // Only the holder of the relation's lock adds to a log: what stands beyond its head was put there by other hands.
  if (state === '23505' && BEYOND.includes(String(fault.table)))
    return new NodeError({ code: 'entry-damaged', message: 'a row stands beyond the head of a log' })
  if (fault.severity === 'FATAL' || fault.severity === 'PANIC')
    return new NodeError({
      code: 'database-unreachable',
      message: `the database ends the connection (${state}): ${(text.split('\n', 1)[0] ?? '').slice(0, 200)}`,
    })
  const where = [fault.table, fault.constraint].filter((one) => typeof one === 'string').join(' ')
  return new NodeError({ code: 'internal', message: `the database refused a statement (${state} ${where})` })
}

/**
 * Whether the server said that a statement failed, so that its transaction is certainly not committed.
 * Otherwise the connection broke, and after a commit was sent nobody knows.
 */
export function isCertain(error: unknown): boolean {
  const fault = (error instanceof Error ? error : {}) as Fault
  const state = stateOf(fault)
  return state !== null && !state.startsWith('57P') && !state.startsWith('08') && fault.severity === 'ERROR'
}

/** Only the server's own errors have a severity; a system error's code is no SQLSTATE. */
function stateOf(fault: Fault): string | null {
  const { code, severity } = fault
  return typeof severity === 'string' && typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

function said(fault: Fault): string {
  return typeof fault.code === 'string' && /^[A-Z_]{3,20}$/.test(fault.code) ? ` (${fault.code})` : ''
}

/** Waits, and throws the node's own errors. */
export async function failing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw failureOf(error)
  }
}
