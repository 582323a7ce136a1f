/** Names that follow from the relation, so that two relations, a test and real life never share a log. */
import { isRelation } from '../entry/check-header.ts'
import { refuse } from '../errors.ts'
import { checkName } from './vkey.ts'

const PARTY = /^[a-z][a-z0-9-]{0,31}$/

/** A party's code, such as `vnm`. @throws ProtocolError `bad-name` */
export function checkParty(code: string): string {
  if (!PARTY.test(code)) refuse('bad-name', 'not a party')
  return code
}

/** `<code>~<code>/<word>`, the codes in order. @throws ProtocolError `bad-name` */
export function relationId(one: string, other: string, word: string): string {
  const [first, second] = one < other ? [one, other] : [other, one]
  return checkRelation(`${first}~${second}/${word}`)
}

/** @throws ProtocolError `bad-name` */
export function checkRelation(relation: string): string {
  return isRelation(relation) ? relation : refuse('bad-name', 'not a relation')
}

/** The log of a party in a relation and epoch, and the name of the log's keys. @throws ProtocolError `bad-name` */
export function logOrigin(domain: string, relation: string, epoch: number): string {
  if (!Number.isSafeInteger(epoch) || epoch < 1) refuse('bad-name', 'epochs count from 1')
  return checkName(`${domain}/${checkRelation(relation)}/${epoch}`)
}

/** Whether a log of this name is one of the relation. */
export function isOriginIn(origin: string, relation: string): boolean {
  return origin.slice(0, origin.lastIndexOf('/')).endsWith(`/${relation}`)
}

/** The name under which a party cosigns. @throws ProtocolError `bad-name` */
export function custodyName(domain: string, relation: string): string {
  return checkName(`${domain}/${checkRelation(relation)}/custody`)
}

/** Whose domain that is, the same for every key of the party; the whole name where it is of another relation. */
export function domainIn(custody: string, relation: string): string {
  const end = custodyName('', relation)
  return custody.endsWith(end) ? custody.slice(0, -end.length) : custody
}

/** The largest number of an epoch: a log of a larger one has no name that everybody can read (EPOCH-6). */
export const MOST_EPOCH = 9_999_999
