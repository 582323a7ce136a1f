import { App, Drawer } from 'antd'
import { type ReactNode, useId, useRef } from 'react'
import { layers } from '../parts/layers.ts'
import { useTexts } from '../text/use-texts.tsx'

interface Props {
  title: string
  help?: string
  onClose(): void
  children(guard: { touched(): void; close(): void }): ReactNode
}

/** Where forms open: beside what they are about, and not closed by accident once something is typed. */
export function FormDrawer({ title, help, onClose, children }: Props) {
  const { t } = useTexts()
  const { modal } = App.useApp()
  const touched = useRef(false)
  // The form is called by its title alone, without the help beside it.
  const named = useId()
  function ask(): void {
    if (!touched.current) {
      onClose()
      return
    }
    modal.confirm({
      getContainer: layers,
      title: t('form.leave'),
      content: t('form.leave-means'),
      okText: t('form.leave-yes'),
      cancelText: t('form.leave-no'),
      okButtonProps: { danger: true },
      onOk: onClose,
    })
  }
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
      {children({
        touched: () => {
          touched.current = true
        },
        close: onClose,
      })}
    </Drawer>
  )
}
