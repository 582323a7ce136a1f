/**
 * Who may do what: the one function that every read, write, stream and export asks.
 *
 * Cedar is told only the class of a dossier (how it stands to the officer's office, whether it binds the relation, to
 * whom it is open), and only roles and level of an officer. So the answer depends on the class alone and is kept by
 * class, and a list of any length costs as many decisions as it has classes.
 */
import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs'
import { type Party, REVIEWERS, type Role } from '@counterpart/casework'
import { type Directory, type Standing, standing } from '../../directory.ts'
import type { Officer, RowFacts, Sight } from '../ports.ts'
import { type Answer, askerOf, type Question } from './rules.ts'

export const ACTIONS = {
  dossier: ['read', 'export', 'act', 'override', 'retain'],
  relation: ['see', 'open', 'review', 'carry'],
  draft: ['consult', 'approve', 'decline', 'discard'],
  accounts: ['manage'],
  node: ['watch', 'inspect', 'operate'],
} as const
type Kind = keyof typeof ACTIONS
export type Action = (typeof ACTIONS)[Kind][number]

export type Resource =
  | { kind: 'dossier'; facts: RowFacts }
  | { kind: 'relation' }
  | { kind: 'draft'; by: string; office: string; approvers: readonly Role[]; readers: readonly Role[] }
  | { kind: 'accounts' }
  | { kind: 'node' }

export type Allow = (officer: Officer, action: Action, resource: Resource) => Answer

/** Roles that work on dossiers, and those that lead at their level. Who leads at the ministry sees the review. */
const groups = {
  desk: [
    'duty-officer',
    'contact-point',
    'secretary',
    'approver',
    'legal-reviewer',
    'interpreter',
    'protection-officer',
    'protection-lead',
    'consular-officer',
    'overseer',
  ],
  lead: REVIEWERS,
} as const satisfies Record<string, readonly Role[]>

/**
 * How a dossier stands to the officer's office, at best: through any own office in it, or else through those that its offices face.
 */
function standingOf(directory: Directory, officer: Officer, facts: RowFacts): Standing {
  const own = facts.offices.filter((code) => directory.office(code)?.side === officer.side)
  const through = own.length > 0 ? own : facing(directory, officer.side, facts)
  const all = through.map((code) => standing(directory, officer.office.code, code))
  return all.includes('own') ? 'own' : all.includes('below') ? 'below' : 'other'
}

/** Where a dossier names no office of ours, it is for those that face its author's. */
function facing(directory: Directory, side: Party, facts: RowFacts): string[] {
  return facts.offices
    .flatMap((code) => directory.office(code)?.faces ?? [])
    .filter((code) => directory.office(code)?.side === side)
}

export function allowOf(directory: Directory, ask: (question: Question) => Answer = askerOf()): Allow {
  const kept = new Map<string, Answer>()
  return (officer, action, resource) => {
    if (!(ACTIONS[resource.kind] as readonly string[]).includes(action)) return { allowed: false, rules: [] }
    const roles = [...new Set(officer.roles)].sort()
    const about = classOf(directory, officer, resource)
    const key = JSON.stringify([roles, officer.office.level, action, about])
    const known = kept.get(key)
    if (known) return known
    const answer = ask(question(roles, officer.office.level, action, about))
    kept.set(key, answer)
    return answer
  }
}

interface ClassOfResource {
  type: string
  attrs: Record<string, string | boolean | string[]>
}

function classOf(directory: Directory, officer: Officer, resource: Resource): ClassOfResource {
  switch (resource.kind) {
    case 'dossier': {
      const stands = standingOf(directory, officer, resource.facts)
      const frame = resource.facts.plays !== null
      return { type: 'Dossier', attrs: { standing: stands, frame, ...closedTo(resource.facts.readers) } }
    }
    case 'draft': {
      const stands = standing(directory, officer.office.code, resource.office)
      const mine = resource.by === officer.id
      const approvers = [...resource.approvers].sort()
      return { type: 'Draft', attrs: { standing: stands, mine, approvers, ...closedTo(resource.readers) } }
    }
    case 'relation':
      return { type: 'Relation', attrs: {} }
    case 'accounts':
      return { type: 'Accounts', attrs: {} }
    case 'node':
      return { type: 'Node', attrs: {} }
  }
}

function closedTo(readers: readonly Role[]): { closed: boolean; readers: string[] } {
  return { closed: readers.length > 0, readers: [...readers].sort() }
}

function question(roles: readonly Role[], level: string, action: string, about: ClassOfResource): Question {
  const entities: EntityJson[] = [
    {
      uid: { type: 'Officer', id: 'officer' },
      attrs: { level, roles: [...roles] },
      parents: roles.map((role) => ({ type: 'Role', id: role })),
    },
    ...roles.map((role) => ({
      uid: { type: 'Role', id: role },
      attrs: {},
      parents: Object.entries(groups)
        .filter(([, members]) => (members as readonly Role[]).includes(role))
        .map(([group]) => ({ type: 'Group', id: group })),
    })),
    { uid: { type: about.type, id: 'it' }, attrs: about.attrs, parents: [] },
  ]
  return {
    principal: { type: 'Officer', id: 'officer' },
    action,
    resource: { type: about.type, id: 'it' },
    entities,
  }
}

/** What a list may show to an officer: offices to narrow a query by, and the decision for each row. */
export function sightOf(allow: Allow, directory: Directory, officer: Officer): Sight {
  const sees = (facts: RowFacts) => allow(officer, 'read', { kind: 'dossier', facts }).allowed
  const nobody: RowFacts = {
    id: '',
    relation: '',
    digest: '',
    plays: null,
    level: null,
    offices: [],
    readers: [],
  }
  if (sees(nobody)) return { offices: null, sees }
  const own = [officer.office.code, ...directory.below(officer.office.code)]
  const faced = directory.offices
    .filter((office) => office.side !== officer.side && office.faces.some((code) => own.includes(code)))
    .map((office) => office.code)
  return { offices: [...own, ...faced], sees }
}
