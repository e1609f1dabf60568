{#- Two statements of which a reader sees both or neither. -#}
{% macro in_one_transaction(statements) -%}
    {{ return(adapter.dispatch('in_one_transaction', 'bellwether')(statements)) }}
{%- endmacro %}

{#- dbt has a transaction open by then. -#}
{% macro default__in_one_transaction(statements) -%}
    {{ statements }}
{%- endmacro %}

{#- There each statement is committed by itself unless a transaction is asked for. -#}
{% macro snowflake__in_one_transaction(statements) -%}
    begin;
    {{ statements }};
    commit;
{%- endmacro %}

{#- As on Snowflake, in its own words. -#}
{% macro bigquery__in_one_transaction(statements) -%}
    begin transaction;
    {{ statements }};
    commit transaction;
{%- endmacro %}
