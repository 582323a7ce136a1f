import type { Dossier } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { ActDrawer } from './act-drawer.tsx'
import { useSuperseded } from './use-superseded.ts'
import type { Again } from './write-again.tsx'
import { writtenIn } from './written-in.ts'

interface Props {
  again: Again
  dossier: Dossier
  naming: Naming
  onClose(): void
}

/** The form of an act with what stood in a draft of it; the draft goes once this is sent. */
export function AgainDrawer({ again: { draft, offer }, dossier, naming, onClose }: Props) {
  const onDone = useSuperseded(draft.id)
  if (!naming.declared) return null
  return (
    <ActDrawer
      dossier={dossier}
      offer={offer}
      naming={naming}
      written={{
        fields: writtenIn(naming.declared, draft.fields),
        handling: draft.handling,
        on: draft.on,
      }}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
