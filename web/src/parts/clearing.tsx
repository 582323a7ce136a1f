import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'

/** For a choice that can be taken back. The component's own word for it is English in every language. */
export function useClearing() {
  const { t } = useTexts()
  return { label: t('form.clear'), clearIcon: <Icon name="close" size={12} /> }
}
