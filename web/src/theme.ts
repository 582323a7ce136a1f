import type { ThemeConfig } from 'antd'

/** Ant Design in the colours and measures of the pages; `styles/base.css` has the same as variables. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0b6e6e',
    colorInfo: '#0b6e6e',
    colorInfoBg: '#eaf4f3',
    colorInfoBorder: '#b5d6d3',
    colorLink: '#0b6e6e',
    colorSuccess: '#2f7d4f',
    colorWarning: '#c27a12',
    colorWarningBg: '#fdf5e6',
    colorWarningBorder: '#ecd3a2',
    colorError: '#b3261e',
    colorText: '#1d2733',
    colorTextSecondary: '#566374',
    colorTextPlaceholder: '#687483',
    colorBorder: '#c9d1da',
    colorBorderSecondary: '#dfe4ea',
    colorBgLayout: '#f4f6f8',
    fontFamily: "'Noto Sans Variable', 'Noto Sans SC Variable', system-ui, sans-serif",
    fontSize: 14,
    borderRadius: 6,
    controlHeight: 34,
    wireframe: false,
  },
  components: {
    Drawer: { paddingLG: 20 },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
  },
}
