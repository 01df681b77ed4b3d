# Tocsin in one image: `docker run -p 127.0.0.1:4280:4280 -v tocsin:/data tocsin` starts everything, with its own
# database in /data. compose.yaml runs the roles apart on a database server.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# Packages first: they change less often than the sources.
COPY package.json package-lock.json ./
# No package needs its install script: the launcher of the embedded database links the libraries itself, in a copy in
# the data folder.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY commands ./commands
COPY jobs ./jobs
COPY config ./config
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    TOCSIN_DATA_DIR=/data \
    TOCSIN_CONSOLE_HOST=0.0.0.0
WORKDIR /app
# A new volume takes over the owner of the folder it is mounted on.
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/config ./config
USER node
VOLUME /data
EXPOSE 4280 4281
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TOCSIN_CONSOLE_PORT || 4280}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/cli/tocsin.js"]
CMD ["run"]
