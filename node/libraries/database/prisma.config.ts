import { defineConfig } from 'prisma/config';

export default defineConfig({ schema: 'models/schema.prisma' });
