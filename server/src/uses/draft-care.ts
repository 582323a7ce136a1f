/**
 * A draft may say again what was destroyed in its dossier since: it goes too. A recall says only which parts are
 * wrong, and has to reach them while there is one.
 */
import type { DraftStore } from '../store/drafts.ts'
import type { RecallCommand } from './command.ts'
import type { Node } from './relation.ts'

/** Open drafts of a relation that are looked through. */
export const LOOKED_THROUGH = 10_000

export async function careForDrafts(
  node: Node,
  drafts: Pick<DraftStore, 'openDrafts' | 'endDraft'>,
): Promise<void> {
  for (const { id, ours } of node.relations.values())
    for (const draft of await drafts.openDrafts(id, LOOKED_THROUGH)) {
      const { dossier, created } = draft
      if (dossier === null) continue
      const isOld = await node.store.read(id, async (reader) => {
        const leaves = (await reader.dossierEntries(dossier)).map(({ leaf }) => leaf)
        const said = [...(await reader.deletions(leaves)).values()].flat()
        const destroyed = said.filter(({ side, time }) => side === ours && time >= created)
        const wrong = recalledIn(draft.command)
        if (wrong.length === 0) return destroyed.length > 0
        return wrong.every((part) => destroyed.some(({ leaf, name }) => `${leaf} ${name}` === part))
      })
      if (isOld) await drafts.endDraft(draft.id, 'withdrawn')
    }
}

/** Parts that a draft would recall, each with its entry; none of any other draft. */
function recalledIn(kept: unknown): string[] {
  const { kind, on, parts } = (kept as { command?: Partial<RecallCommand> } | null)?.command ?? {}
  return kind === 'recall' ? (parts ?? []).map((name) => `${on} ${name}`) : []
}
