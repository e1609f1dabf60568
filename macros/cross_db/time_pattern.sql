{#- Days that the calendar has, year 1 to 9999. No look-ahead: not every engine's expressions know it. -#}
{% macro time_pattern() -%}
    {%- set year = '(\\d{3}[1-9]|\\d{2}[1-9]\\d|\\d[1-9]\\d{2}|[1-9]\\d{3})' -%}
    {%- set leap_year = '(\\d{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)' -%}
    {%- set long_months = '(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])' -%}
    {%- set short_months = '(0[469]|11)-(0[1-9]|[12]\\d|30)' -%}
    {%- set day = year ~ '-(' ~ long_months ~ '|' ~ short_months ~ '|02-(0[1-9]|1\\d|2[0-8]))|' ~ leap_year ~ '-02-29' -%}
    {%- set time = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?' -%}
    {%- set zone = ' ?(Z|UTC|GMT|[+-](0\\d|1[0-4])(:?[0-5]\\d)?)' -%}
    {{ return('^\\s*(' ~ day ~ ')([ T]' ~ time ~ '(' ~ zone ~ ')?)?\\s*$') }}
{%- endmacro %}
