/** The node as the officers' API sees it: views for reading, and the uses for everything that is written. */
import {
  actSchema,
  CaseworkError,
  fieldOrder,
  filesIn,
  LEVELS,
  type Level,
  partsOf,
  singletonId,
  termsOf,
} from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type * as Http from '../http/ports.ts'
import type { ProcedureView } from '../http/schema/session.ts'
import type { AccountStore } from '../store/accounts.ts'
import { isBehind } from '../uses/clock/clock-word.ts'
import type { ActCommand, Author, OpenCommand, RecallCommand, StayCommand } from '../uses/command.ts'
import { standsAt } from '../uses/dossier/position.ts'
import { ownDossiers } from '../uses/dossier/terms.ts'
import { holding } from '../uses/file/upload-care.ts'
import { newestIncidents } from '../uses/incident.ts'
import { headerOf } from '../uses/log/entry.ts'
import { answered, approvedAnswer } from '../uses/record/answered.ts'
import { record } from '../uses/record/record.ts'
import { ownStay } from '../uses/record/shorter-stay.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { announcedIn, lateIn } from './announced.ts'
import { desk, list } from './desk.ts'
import { dossierView } from './dossier.ts'
import { broughtFile, fileOf } from './files.ts'
import { framePage } from './frame.ts'
import { healthOf } from './health.ts'
import { keysView } from './keys.ts'
import { lineView } from './line-view.ts'
import { findIn, type Look, look, relationNamed } from './look.ts'
import { type Operated, operationOf } from './operation/operation.ts'
import { preview } from './preview.ts'
import { actEvidence, evidenceFile } from './proof.ts'
import { proofFile, stampFile } from './proof-of.ts'
import { registerPage } from './register.ts'
import { answeredIn } from './responsibility.ts'
import { retentionPage } from './retention.ts'
import { reviewView } from './review.ts'
import { factsOf } from './sight.ts'
import { uploadsOf } from './uploads.ts'
import { heldPage, wayOf } from './way.ts'

/** Incidents of one relation that are listed, and the newest of each other kind. */
const LISTED = 200

export interface UsesPorts {
  node: Node
  accounts: Pick<AccountStore, 'opaqueId'>
  languages: readonly string[]
  /** How the node was started, for its operators. */
  operated: Operated
}

export function usesOf({ node, accounts, languages, operated }: UsesPorts): Http.Uses {
  const relationOf = async (dossier: string): Promise<Relation> => {
    const found = await findIn(node, async ({ reader, relation }) =>
      (await reader.dossier(dossier)) ? relation : null,
    )
    if (!found) throw new NodeError({ code: 'not-found' })
    return found
  }

  const author = async (relation: Relation, officer: Http.Officer): Promise<Author> => ({
    office: officer.office.code,
    officer: await accounts.opaqueId(relation.id, officer.id),
    level: officer.office.level,
    roles: officer.roles,
  })

  const commandFor = async (
    command: Http.Command,
    officer: Http.Officer,
    approver: Http.Officer | null,
  ): Promise<[Relation, OpenCommand | ActCommand | RecallCommand | StayCommand]> => {
    const relation =
      command.kind === 'open' ? relationNamed(node, command.relation) : await relationOf(command.dossier)
    const by = {
      request: command.request,
      author: await author(relation, officer),
      ...(approver ? { approver: await accounts.opaqueId(relation.id, approver.id) } : {}),
    }
    if (command.kind === 'recall' || command.kind === 'stay') return [relation, { ...command, ...by }]
    return [relation, command.kind === 'open' ? opening(command, by) : acting(command, by)]
  }

  /** A repeat gets its answer, whatever has become of the uploads since. */
  const withFiles = async <T>(
    relation: Relation,
    asked: OpenCommand | ActCommand | RecallCommand | StayCommand,
    officer: Http.Officer,
    work: () => Promise<T>,
  ): Promise<T> => {
    if (asked.kind === 'recall' || asked.kind === 'stay') return work()
    const digest =
      asked.kind === 'open'
        ? asked.procedure
        : await look(
            node,
            relation,
            async ({ reader }) => (await reader.dossier(asked.dossier))?.ahead.digest,
          )
    const procedure = node.procedures.get(digest ?? '')?.procedure
    const files = procedure ? filesIn(procedure, asked.fields) : []
    if (files.length === 0) return work()
    if (await look(node, relation, ({ reader }) => answered(reader, relation, asked))) return work()
    return holding(node.files, { relation: relation.id, officer: officer.id, files }, work)
  }

  return {
    relations: () =>
      Promise.all(
        [...node.relations.values()].map(async (relation) => ({
          id: relation.id,
          word: relation.word,
          other: relation.theirs,
          opened: await look(node, relation, openedOnce),
          line: lineView(node, relation),
        })),
      ),
    procedures: async () => {
      const agreed = await agreedDigests(node)
      return [...node.procedures].map(
        ([digest, { procedure, texts }]): ProcedureView => ({
          digest,
          procedure: procedure as unknown as ProcedureView['procedure'],
          texts: texts as ProcedureView['texts'],
          agreed: agreed.has(digest) || procedure.plays?.as === 'relation',
          forms: Object.fromEntries(
            Object.keys(procedure.acts).map((act) => [
              act,
              {
                schema: { ...actSchema(procedure, act, [...languages]) },
                order: fieldOrder(procedure, act),
              },
            ]),
          ),
        }),
      )
    },
    procedure: (digest) => node.procedures.get(digest)?.procedure ?? null,
    desk: (query, officer, sight) => desk(node, query, officer, sight),
    dossiers: (query, officer, sight) => list(node, query, officer, sight),
    frame: (query, sight) =>
      look(node, relationNamed(node, query.relation), (at) => framePage(at, query, sight)),
    review: (query) => look(node, relationNamed(node, query.relation), (at) => reviewView(at, query)),
    facts: async (dossiers) => {
      const facts = new Map<string, Http.RowFacts>()
      for (const relation of node.relations.values())
        await look(node, relation, async ({ reader }) => {
          const missing = dossiers.filter((id) => !facts.has(id))
          if (missing.length === 0) return
          for (const [id, row] of await reader.dossiersNamed(missing))
            facts.set(id, factsOf(relation.id, row))
        })
      return facts
    },
    announced: (relation) => look(node, relationNamed(node, relation), announcedIn),
    late: (relation) => look(node, relationNamed(node, relation), lateIn),
    dossier: async (id, officer, sight) => {
      // Before, and not within: who waits for a second connection while it keeps one may wait for ever.
      const named = new Map<string, string>()
      for (const relation of node.relations.keys())
        named.set(relation, await accounts.opaqueId(relation, officer.id))
      return findIn(node, (at) => dossierView(at, id, officer, sight, named.get(at.relation.id) ?? ''))
    },
    record: async (command, officer, approver) => {
      const [relation, asked] = await commandFor(command, officer, approver)
      return withFiles(relation, asked, officer, () => record(node, relation, asked))
    },
    here: (named) =>
      look(node, relationNamed(node, named), async ({ reader, heads }) => ({
        ours: heads.ours.size,
        theirs: heads.theirs.size,
        ahead: (await reader.announcements()).map(({ leaf }) => leaf),
      })),
    standsAt: (named, dossier) =>
      look(node, relationNamed(node, named), ({ reader }) => standsAt(node, reader, dossier)),
    answeredGates: async (named, command, officer) => {
      const who = await accounts.opaqueId(named, officer.id)
      return look(node, relationNamed(node, named), (at) => answeredIn(at, command, who))
    },
    ownStay: (named, dossier) =>
      look(node, relationNamed(node, named), ({ reader, relation }) => ownStay(relation, reader, dossier)),
    approvedBy: async (named, leaf, officer) => {
      const who = await accounts.opaqueId(named, officer.id)
      const row = await look(node, relationNamed(node, named), ({ reader }) => reader.entryByLeaf(leaf))
      const header = row && headerOf(row)
      return header !== null && 'approver' in header && header.approver === who
    },
    approved: (named, draft) =>
      look(node, relationNamed(node, named), async ({ reader, relation }) => {
        const kept = await approvedAnswer(reader, relation, draft)
        return kept?.answer ?? null
      }),
    preview: async (command, officer) => {
      const [relation, asked] = await commandFor(command, officer, null)
      return withFiles(relation, asked, officer, () => preview(node, relation, asked))
    },
    leaving: (command, digest, level) => leaving(node, command, digest, level),
    retention: (relation, sight) =>
      look(node, relationNamed(node, relation), (at) => retentionPage(at, sight)),
    retain: async (command, officer) => {
      const relation = await relationOf(command.dossier)
      return record(node, relation, { ...command, author: await author(relation, officer) })
    },
    opened: async (dossier, request, officer) => {
      const relation = await relationOf(dossier)
      await record(node, relation, {
        kind: 'opened',
        dossier,
        request,
        author: await author(relation, officer),
      })
    },
    entry: (leaf) =>
      findIn(node, async ({ reader, relation }) => {
        const row = await reader.entryByLeaf(leaf)
        return row && { relation: relation.id, dossier: row.dossier }
      }),
    way: (leaf) => findIn(node, (at) => wayOf(at, leaf)),
    held: (relation, from, sight) =>
      look(node, relationNamed(node, relation), (at) => heldPage(at, from, sight)),
    proof: async (leaf, of) => {
      const file = await findIn(node, async (at) => {
        const row = await at.reader.entryByLeaf(leaf)
        return row && (await (of === 'time-stamp' ? stampFile(at, row) : proofFile(at, row, of)))
      })
      if (!file) throw new NodeError({ code: 'not-found' })
      return file
    },
    uploads: uploadsOf(node),
    file: (leaf, digest) => findIn(node, (at) => fileOf(at, leaf, digest)),
    brought: (relation, officer, value) => broughtFile(node, relation, officer, value),
    evidence: async (dossier) => look(node, await relationOf(dossier), (at) => evidenceFile(at, dossier)),
    actEvidence: async (leaf) => {
      const file = await findIn(node, (at) => actEvidence(at, leaf))
      if (!file) throw new NodeError({ code: 'not-found' })
      return file
    },
    keys: async (relation) => look(node, relationNamed(node, relation), keysView),
    register: (query) => look(node, relationNamed(node, query.relation), (at) => registerPage(at, query)),
    incidents: async () => {
      const all = await Promise.all(
        [...node.relations.values()].map((relation) =>
          look(node, relation, async ({ reader }) =>
            (await newestIncidents(reader, LISTED)).map(({ at, code }) => ({
              relation: relation.id,
              at,
              code,
            })),
          ),
        ),
      )
      return all.flat().sort((a, b) => b.at - a.at)
    },
    health: () => healthOf(operated),
    operation: () => operationOf(operated),

    isBehind: () => isBehind(node),
    tell: (relation) => node.events.emit({ kind: 'changed', relation, dossiers: [] }),
    listen: (listener) =>
      node.events.listen((event) => {
        const relation = node.relations.get(event.relation)
        if (event.kind === 'changed')
          listener({ kind: 'changed', relation: event.relation, dossiers: event.dossiers })
        else if (relation) listener({ kind: 'line', relation: relation.id, line: lineView(node, relation) })
      }),
  }
}

type By = Pick<ActCommand, 'request' | 'author' | 'approver'>

function opening(command: Extract<Http.Command, { kind: 'open' }>, by: By): OpenCommand {
  return {
    kind: 'open',
    ...by,
    procedure: command.procedure,
    act: command.act,
    fields: command.fields,
    handling: command.handling,
    reserved: reservedOf(command, by.author.level),
  }
}

/** What an opening carries beside its fields. */
function reservedOf(
  command: Extract<Http.Command, { kind: 'open' }>,
  level: Level,
): NonNullable<OpenCommand['reserved']> {
  const under = command.under?.map(({ dossier, content }) => ({
    dossier,
    ...(content === undefined ? {} : { content }),
  }))
  return {
    ...(command.number === undefined ? {} : { number: command.number }),
    ...(command.to === undefined ? {} : { to: command.to }),
    level: LEVELS.find((one) => one === command.level) ?? level,
    ...(under === undefined || under.length === 0 ? {} : { under }),
  }
}

/** A draft that was kept while the node could not check it may hold what no part can: it shows nothing. */
function leaving(
  node: Node,
  command: Http.Declared,
  digest: string,
  level: Level,
): ReturnType<typeof partsOf> {
  const procedure = node.procedures.get(digest)?.procedure
  const { number } = command
  const numbered = number === undefined ? {} : { number }
  const reserved = command.kind === 'open' ? reservedOf(command, level) : numbered
  try {
    return procedure ? partsOf(procedure, command.act, command.fields, reserved) : {}
  } catch (error) {
    if (error instanceof CaseworkError) return {}
    throw error
  }
}

function acting(command: Extract<Http.Command, { kind: 'act' }>, by: By): ActCommand {
  return {
    kind: 'act',
    ...by,
    dossier: command.dossier,
    act: command.act,
    fields: command.fields,
    position: command.position,
    ...(command.number === undefined ? {} : { number: command.number }),
    ...(command.handling === undefined ? {} : { handling: command.handling }),
    ...(command.on === undefined ? {} : { on: command.on }),
  }
}

/** Which procedures that know one dossier in a relation have it there. */
async function openedOnce({ node, relation, reader }: Look): Promise<string[]> {
  const once = [...node.procedures.values()].flatMap(({ procedure }) =>
    procedure.once ? [procedure.name] : [],
  )
  const names = [...new Set(once)].sort()
  const there = await reader.dossiersNamed(names.map((name) => singletonId(relation.id, name)))
  return names.filter((name) => there.has(singletonId(relation.id, name)))
}

async function agreedDigests(node: Node): Promise<Set<string>> {
  const agreed = new Set<string>()
  for (const relation of node.relations.values())
    await look(node, relation, async ({ reader }) => {
      for (const id of ownDossiers(node, relation)) {
        const row = await reader.dossier(id)
        const procedure = row && node.procedures.get(row.settled.digest)?.procedure
        if (row && procedure) for (const digest of termsOf(procedure, row.settled).digests) agreed.add(digest)
      }
    })
  return agreed
}
