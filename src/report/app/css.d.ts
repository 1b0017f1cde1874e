// Vite takes styles that are imported into the page.
declare module "*.css";
