import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import { useTexts } from '../text/use-texts.tsx'

function Lost() {
  const { t } = useTexts()
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{t('page.lost')}</p>
      <Button onClick={() => window.location.reload()}>{t('page.reload')}</Button>
    </div>
  )
}

/** A page that cannot be fetched, or fails while it is drawn, leaves everything around it: nobody sees an empty sheet. */
export class NotLost extends Component<{ children: ReactNode }, { isLost: boolean }> {
  override state = { isLost: false }

  static getDerivedStateFromError(): { isLost: boolean } {
    return { isLost: true }
  }

  override render(): ReactNode {
    return this.state.isLost ? <Lost /> : this.props.children
  }
}
