import { App } from 'antd'
import { useEffect, useRef } from 'react'
import { layers } from '../parts/layers.ts'
import { hold } from '../route/leaving.ts'
import { useTexts } from '../text/use-texts.tsx'

export interface Leaving {
  /** From now on the form is not left without a question. */
  touched(): void
  /** Closes the form, after a yes where something was typed. */
  ask(): void
  /** Does what empties the form and leaves it open, after a yes where something was typed. */
  askFirst(then: () => void): void
  /** Closes it at once: what was typed is sent. */
  close(): void
}

/** A form is not left by accident once something is typed: neither by its own buttons nor with its page. */
export function useLeaving(onClose: () => void): Leaving {
  const { t } = useTexts()
  const { modal } = App.useApp()
  const free = useRef<(() => void) | null>(null)
  const isAsking = useRef(false)
  const isOpen = useRef(false)

  function release(): void {
    free.current?.()
    free.current = null
  }
  function close(): void {
    isOpen.current = false
    release()
    onClose()
  }
  function ask(then: () => void): void {
    if (isAsking.current) return
    isAsking.current = true
    modal.confirm({
      getContainer: layers,
      title: t('form.leave'),
      content: t('form.leave-means'),
      okText: t('form.leave-yes'),
      cancelText: t('form.leave-no'),
      okButtonProps: { danger: true },
      // Esc is pressed by reflex, also to close a list: what comes after it throws nothing away.
      autoFocusButton: 'cancel',
      onOk: () => {
        isAsking.current = false
        then()
      },
      onCancel: () => {
        isAsking.current = false
      },
    })
  }
  function leaving(leave: () => void): void {
    ask(() => {
      close()
      leave()
    })
  }
  const latest = useRef(leaving)
  latest.current = leaving
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
      free.current?.()
      free.current = null
    }
  }, [])
  return {
    touched: () => {
      // A file that was still coming tells a form of it that is gone.
      if (isOpen.current) free.current ??= hold((leave) => latest.current(leave))
    },
    ask: () => (free.current === null ? onClose() : ask(close)),
    askFirst: (then) => {
      if (free.current === null) return then()
      ask(() => {
        release()
        then()
      })
    },
    close,
  }
}
