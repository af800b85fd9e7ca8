# Two stages: the packages are installed where pip may build, and copied to where nothing can.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/app.txt /tmp/app.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/app.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ROUNDS_DATA_DIR=/data LOG_FORMAT=json
RUN useradd --uid 10001 --create-home rounds && install -d -o rounds /data /app
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py pyproject.toml LICENSE ./
COPY config config
COPY people people
COPY scheduling scheduling
COPY swaps swaps
COPY resilience resilience
COPY rag rag
COPY templates templates
COPY static static
COPY locale locale
# A data directory of its own: the key it makes must not become part of the image.
RUN ROUNDS_DATA_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
    && rm -r /tmp/build
USER rounds
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000"]
