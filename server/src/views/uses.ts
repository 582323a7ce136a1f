/** The node as the officers' API sees it: views for reading, and the uses for everything that is written. */
import { actSchema, formOf, LEVELS, type Level, termsOf } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type * as Http from '../http/ports.ts'
import type { RecordedAct } from '../http/schema/dossier.ts'
import type { LineView, ProcedureView } from '../http/schema/session.ts'
import type { AccountStore } from '../store/accounts.ts'
import type { ActCommand, Author, Command, OpenCommand } from '../uses/command.ts'
import { record } from '../uses/record.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { ownDossiers } from '../uses/terms.ts'
import { desk, factsOf, list } from './desk.ts'
import { dossierView } from './dossier.ts'
import { findIn, look, relationNamed } from './look.ts'
import { preview } from './preview.ts'
import { evidenceFile, proofFile } from './proof.ts'
import { keysView, registerPage } from './register.ts'

export interface UsesPorts {
  node: Node
  accounts: Pick<AccountStore, 'opaqueId'>
  languages: readonly string[]
}

export function usesOf({ node, accounts, languages }: UsesPorts): Http.Uses {
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
  ): Promise<[Relation, Command]> => {
    const relation =
      command.kind === 'open' ? relationNamed(node, command.relation) : await relationOf(command.dossier)
    const by = {
      request: command.request,
      author: await author(relation, officer),
      ...(approver ? { approver: await accounts.opaqueId(relation.id, approver.id) } : {}),
    }
    return [relation, command.kind === 'open' ? opening(command, by) : acting(command, by)]
  }

  return {
    relations: async () =>
      [...node.relations.values()].map((relation) => ({
        id: relation.id,
        word: relation.word,
        other: relation.theirs,
        line: lineView(relation),
      })),
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
                order: formOf(procedure, act).order,
              },
            ]),
          ),
        }),
      )
    },
    procedure: (digest) => node.procedures.get(digest)?.procedure ?? null,
    desk: (query, officer, sight) => desk(node, query, officer, sight),
    dossiers: (query, officer, sight) => list(node, query, officer, sight),
    facts: async (dossiers) => {
      const facts = new Map<string, Http.RowFacts>()
      for (const relation of node.relations.values())
        await look(node, relation, async ({ reader }) => {
          for (const id of dossiers) {
            const row = facts.has(id) ? null : await reader.dossier(id)
            if (row) facts.set(id, factsOf(relation.id, row))
          }
        })
      return facts
    },
    dossier: (id, officer, sight) => findIn(node, (at) => dossierView(at, id, officer, sight)),
    record: async (command, officer, approver) => {
      const [relation, asked] = await commandFor(command, officer, approver)
      return record(node, relation, asked)
    },
    answered: (relation, request) =>
      look(node, relationNamed(node, relation), async ({ reader }) => {
        const kept = (await reader.answered(request)) as { answer: RecordedAct } | null
        return kept?.answer ?? null
      }),
    preview: async (command, officer) => {
      const [relation, asked] = await commandFor(command, officer, null)
      return preview(node, relation, standIn(asked))
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
    proof: async (leaf) => {
      const file = await findIn(node, async (at) => {
        const row = await at.reader.entryByLeaf(leaf)
        return row && (await proofFile(at, row))
      })
      if (!file) throw new NodeError({ code: 'not-found' })
      return file
    },
    evidence: async (dossier) => look(node, await relationOf(dossier), (at) => evidenceFile(at, dossier)),
    keys: async (relation) => keysView(relationNamed(node, relation)),
    register: (query) => look(node, relationNamed(node, query.relation), (at) => registerPage(at, query)),
    incidents: async () => {
      const all = await Promise.all(
        [...node.relations.values()].map((relation) =>
          look(node, relation, async ({ reader }) =>
            (await reader.incidents()).map(({ at, code }) => ({ relation: relation.id, at, code })),
          ),
        ),
      )
      return all.flat().sort((a, b) => b.at - a.at)
    },
    health: async () => {
      const checks: Record<string, 'ok' | 'held' | 'down'> = {}
      for (const relation of node.relations.values()) {
        const stored = await look(node, relation, async () => true).catch(() => false)
        checks[`store ${relation.id}`] = stored ? 'ok' : 'down'
        checks[`line ${relation.id}`] = relation.line.state === 'up' ? 'ok' : 'held'
      }
      const states = Object.values(checks)
      return { status: states.includes('down') ? 'down' : states.includes('held') ? 'held' : 'ok', checks }
    },
    listen: (listener) =>
      node.events.listen((event) => {
        const relation = node.relations.get(event.relation)
        if (event.kind === 'changed')
          listener({ kind: 'changed', relation: event.relation, dossiers: event.dossiers })
        else if (relation) listener({ kind: 'line', relation: relation.id, line: lineView(relation) })
      }),
  }
}

type By = Pick<ActCommand, 'request' | 'author' | 'approver'>

function opening(command: Extract<Http.Command, { kind: 'open' }>, by: By): OpenCommand {
  const under = command.under?.map(({ dossier, content }) => ({
    dossier,
    ...(content === undefined ? {} : { content }),
  }))
  return {
    kind: 'open',
    ...by,
    procedure: command.procedure,
    act: command.act,
    fields: command.fields,
    handling: command.handling,
    reserved: {
      ...(command.number === undefined ? {} : { number: command.number }),
      ...(command.to === undefined ? {} : { to: command.to }),
      level: levelOf(command.level) ?? by.author.level,
      ...(under === undefined || under.length === 0 ? {} : { under }),
    },
  }
}

function levelOf(level: string | undefined): Level | undefined {
  return LEVELS.find((one) => one === level)
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

/** Before the second person has approved, a preview shows the place where that person's id will stand. */
function standIn(command: Command): Command {
  if (command.kind === 'opened' || command.approver !== undefined) return command
  return { ...command, approver: '0'.repeat(32) }
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

export function lineView(relation: Relation): LineView {
  const { state, since, lastHeard, waiting, oldest, held, clockDifference } = relation.line
  const start =
    relation.start === 'confirmed' ? null : relation.start === 'waiting' ? 'held-start' : 'rolled-back'
  return { state, since, lastHeard, waiting, oldest, lag: null, held: start ?? held, clockDifference }
}
