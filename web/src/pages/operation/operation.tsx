import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { operationQuery } from '../../api/queries.ts'
import type { Operation } from '../../api/types.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { AlarmSection } from './alarm-section.tsx'
import { DateSection } from './date-section.tsx'
import { DestroyingSection } from './destroying-section.tsx'
import { IncidentSection } from './incident-section.tsx'
import { LineSection } from './line-section.tsx'
import { NodeSection } from './node-section.tsx'
import { QueueSection } from './queue-section.tsx'
import { ScrubSection } from './scrub-section.tsx'
import { StorageSection } from './storage-section.tsx'

/** Each shows one matter; what is more about a node is one more of them. */
const SECTIONS: readonly { key: string; Section: ComponentType<{ operation: Operation }> }[] = [
  { key: 'lines', Section: LineSection },
  { key: 'queues', Section: QueueSection },
  { key: 'dates', Section: DateSection },
  { key: 'storage', Section: StorageSection },
  { key: 'scrub', Section: ScrubSection },
  { key: 'destroying', Section: DestroyingSection },
  { key: 'incidents', Section: IncidentSection },
  { key: 'node', Section: NodeSection },
]

/** How this node is, for its operators: what somebody has to look at first, then everything that is watched. */
export function OperationPage() {
  const { t, moment } = useTexts()
  const operation = useQuery(operationQuery())
  if (operation.isPending) return <Waiting rows={8} tall />
  if (!operation.data) return <Failure fault={operation.error} again={() => void operation.refetch()} />
  return (
    <div className="operation">
      <div className="page-head">
        <h1>{t('operation.title')}</h1>
        <p className="soft page-sub">{t('operation.what', { at: moment(operation.data.now) })}</p>
      </div>
      {operation.isError && <Failure fault={operation.error} again={() => void operation.refetch()} />}
      <AlarmSection operation={operation.data} />
      <div className="operation-grid">
        {SECTIONS.map(({ key, Section }) => (
          <Section key={key} operation={operation.data} />
        ))}
      </div>
    </div>
  )
}
