import type { Draft } from '../api/types.ts'
import { useNaming } from '../declared/use-naming.ts'
import { OpenDrawer } from './open-drawer.tsx'
import { useSuperseded } from './use-superseded.ts'
import { writtenIn } from './written-in.ts'

/** The form of a new dossier with what stood in a draft of it; the draft goes once this is sent. */
export function OpenAgain({ draft, onClose }: { draft: Draft; onClose(): void }) {
  const onDone = useSuperseded(draft.id)
  const { declared } = useNaming()({ procedure: draft.procedure })
  const { opens } = draft
  if (!declared || !opens) return null
  const [under] = opens.under
  return (
    <OpenDrawer
      asked={{ digest: declared.digest, to: opens.to }}
      {...(under
        ? { under: { dossier: under.dossier, ...(under.content === null ? {} : { content: under.content }) } }
        : {})}
      written={{
        act: draft.act,
        level: opens.level,
        fields: writtenIn(declared, draft.fields),
        handling: draft.handling,
      }}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
