/** A draft may say again what was destroyed in its dossier since: it goes too. */
import type { DraftStore } from '../store/drafts.ts'
import type { Node } from './relation.ts'

const LOOKED_AT = 10_000

export async function careForDrafts(
  node: Node,
  drafts: Pick<DraftStore, 'openDrafts' | 'endDraft'>,
): Promise<void> {
  for (const { id, ours } of node.relations.values())
    for (const draft of await drafts.openDrafts(id, LOOKED_AT)) {
      const { dossier, created } = draft
      if (dossier === null) continue
      const isOld = await node.store.read(id, async (reader) => {
        const leaves = (await reader.dossierEntries(dossier)).map(({ leaf }) => leaf)
        const said = [...(await reader.deletions(leaves)).values()].flat()
        return said.some(({ side, time }) => side === ours && time >= created)
      })
      if (isOld) await drafts.endDraft(draft.id, 'withdrawn')
    }
}
