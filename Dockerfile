# The distribution on a small base; build it first: ./package && docker build -t entroscope .
#   docker run --rm -v "$PWD:/work" entroscope analyze model.onnx --data data --out out
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libfreetype6 fontconfig-config && rm -rf /var/lib/apt/lists/*
ADD target/entroscope-0.1.0-linux-x64.tar.gz /opt/
RUN ln -s /opt/entroscope-0.1.0-linux-x64/bin/entroscope /usr/local/bin/entroscope
USER 1000
WORKDIR /work
ENTRYPOINT ["entroscope"]
