/** The safeguards of a procedure: what each asks, who answers, and what it stands before. */
import type { Gate } from '../../language/index.ts'
import { actsIn, type Chapter, fieldsIn, fill, rolesIn, safeguardIn, statesIn } from './chapter.ts'
import { conditionIn } from './condition.ts'
import { facts, heading } from './markdown.ts'

export function safeguards(chapter: Chapter): string[] {
  return Object.entries(chapter.procedure.gates ?? {}).flatMap(([name, gate]) => [
    heading(3, safeguardIn(chapter, name)),
    gateFacts(chapter, name, gate),
  ])
}

function gateFacts(chapter: Chapter, name: string, gate: Gate): string {
  const { words, say } = chapter
  const { safeguard } = words
  const by = `${say(`/sides/${gate.by}`)}${words.colon}${rolesIn(chapter, gate.roles)}`
  return facts(words.colon, [
    [safeguard.question, say(`/gates/${name}`)],
    [safeguard.by, by],
    [safeguard.before, actsIn(chapter, gate.before, 'title')],
    [safeguard.on, actsIn(chapter, gate.on, 'done')],
    [safeguard.from, statesIn(chapter, gate.from)],
    [safeguard.askedWhere, gate.when ? conditionIn(chapter, gate.when) : ''],
    [safeguard.reads, fieldsIn(chapter, gate.reads)],
    [safeguard.passedOver, passedOver(chapter, gate)],
    [safeguard.basis, gate.basis === 'proposal' ? safeguard.proposal : gate.basis],
  ])
}

function passedOver(chapter: Chapter, { override }: Gate): string {
  const { safeguard } = chapter.words
  if (!override) return safeguard.nobody
  return fill(safeguard.passedOverBy, {
    roles: rolesIn(chapter, override.roles),
    approval: rolesIn(chapter, override.approval),
  })
}
