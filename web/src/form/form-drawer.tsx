import { Drawer } from 'antd'
import { type ReactNode, useId } from 'react'
import { layers } from '../parts/layers.ts'
import { useWayBack } from '../parts/use-way-back.ts'
import { type Leaving, useLeaving } from './use-leaving.ts'

interface Props {
  title: string
  help?: string
  onClose(): void
  children(guard: Omit<Leaving, 'ask'>): ReactNode
}

/** Where forms open: beside what they are about, and not closed by accident once something is typed. */
export function FormDrawer({ title, help, onClose, children }: Props) {
  const { ask, ...guard } = useLeaving(onClose)
  useWayBack()
  // The form is called by its title alone, without the help beside it.
  const named = useId()
  return (
    <Drawer
      open
      size={720}
      placement="right"
      onClose={ask}
      destroyOnHidden
      getContainer={layers}
      aria-labelledby={named}
      title={
        <div className="drawer-title">
          <h2 id={named}>{title}</h2>
          {help && <p>{help}</p>}
        </div>
      }
      classNames={{ body: 'drawer-body' }}
    >
      {children(guard)}
    </Drawer>
  )
}
